package dev.semaphore.spring.store.etcd;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.semaphore.store.Ask;
import dev.semaphore.store.CallQueue;
import dev.semaphore.store.Changed;
import dev.semaphore.store.Grant;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.QueuedCall;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Report;
import dev.semaphore.store.Subscription;
import dev.semaphore.store.Taken;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Keeps permits in etcd 3.4 or newer, by its gateway for JSON and the JDK's own client.
 * <p>
 * A semaphore is one key. Each call reads it and writes what came of it in a transaction
 * that holds only if nobody wrote meanwhile; so grants are linearizable, and survive the
 * loss of any minority of the cluster. Calls of this process that come while one is
 * underway share the next. Tokens are made of the cluster's revision. An instance is
 * alive as long as its lease in etcd, of which it has one; no clock is compared with
 * another. Whoever waits is told by a key that it alone watches.
 */
public final class EtcdPermitStore implements PermitStore, AutoCloseable {

	private static final Log logger = LogFactory.getLog(EtcdPermitStore.class);

	private static final int THREADS = 2;

	/** Etcd takes no more than 128 operations in a transaction. */
	private static final int LARGEST_BATCH = 32;

	private final EtcdStoreOptions options;

	private final ThreadPoolExecutor executor;

	private final EtcdLeases leases;

	private final EtcdHints hints;

	private final EtcdTransactions transactions;

	private final Map<String, CallQueue<QueuedCall<EtcdVisit, ?>>> queues = new ConcurrentHashMap<>();

	/**
	 * Creates a store. Connects when it is first used.
	 * @param options how to reach the cluster
	 */
	public EtcdPermitStore(EtcdStoreOptions options) {
		this(options, System::nanoTime);
	}

	EtcdPermitStore(EtcdStoreOptions options, LongSupplier nanoTime) {
		this.options = options;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("semaphore-etcd-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				threads);
		this.executor.allowCoreThreadTimeOut(true);
		EtcdClient client = new EtcdClient(options, this.executor);
		this.leases = new EtcdLeases(client, nanoTime);
		this.hints = new EtcdHints(client, options.keyPrefix());
		this.transactions = new EtcdTransactions(client, this.leases, options.timeout(), this.hints::isHere);
	}

	EtcdLeases leases() {
		return this.leases;
	}

	@Override
	public String kind() {
		return "etcd";
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		return this.hints.listen(semaphore, instance, listener);
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		return request(member, (visit) -> visit.take(member, ask));
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		return request(member, (visit) -> visit.giveBack(member, id));
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		return request(member, (visit) -> visit.forget(member, id));
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return request(member, (visit) -> visit.release(permits));
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		return request(member, (visit) -> visit.resize(permits));
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		return request(member, (visit) -> visit.renew(member));
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		return request(member, (visit) -> visit.restore(member, grants));
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return request(member, (visit) -> visit.report(limit));
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		return request(member, (visit) -> visit.leave(member));
	}

	/** Stops listening, and ends the leases of this process. */
	@Override
	public void close() {
		this.hints.close();
		try {
			this.leases.revoke().get(this.options.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("The leases end by themselves", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.executor.shutdown();
	}

	private <T> CompletionStage<T> request(Membership member, Function<EtcdVisit, Supplier<T>> operation) {
		QueuedCall<EtcdVisit, T> request = new QueuedCall<>(member, (visit) -> visit.call(member, operation));
		this.queues.computeIfAbsent(member.semaphore(), this::queue).add(request);
		return request.stage();
	}

	private CallQueue<QueuedCall<EtcdVisit, ?>> queue(String semaphore) {
		EtcdKeys keys = new EtcdKeys(this.options.keyPrefix(), semaphore);
		return new CallQueue<>(this.executor, LARGEST_BATCH, this.options.timeout(),
				(requests) -> carryOut(keys, requests));
	}

	private CompletableFuture<?> carryOut(EtcdKeys keys, List<QueuedCall<EtcdVisit, ?>> requests) {
		return this.transactions.carryOut(keys, requests).whenComplete((visit, ex) -> {
			if (ex != null) {
				requests.forEach((request) -> request.fail(EtcdClient.cause(ex)));
				return;
			}
			requests.forEach(QueuedCall::complete);
			this.hints.granted(keys.semaphore(), visit.granted());
			if (visit.isRecovering() && !visit.view().recovering()) {
				this.hints.look(keys.semaphore());
			}
		});
	}

}
