package dev.semaphore.spring.store.jdbc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import dev.semaphore.store.Ask;
import dev.semaphore.store.CallQueue;
import dev.semaphore.store.Changed;
import dev.semaphore.store.Grant;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Report;
import dev.semaphore.store.Subscription;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.util.ClassUtils;

/**
 * Keeps permits in the tables of a relational database: PostgreSQL, MySQL, MariaDB, H2,
 * and others that know standard SQL with {@code FOR UPDATE}.
 * <p>
 * Each semaphore has a row, which a transaction locks for as long as a few statements
 * take; calls of this process that come meanwhile share the next transaction. Whoever
 * waits is granted in the transaction that lets it in. Transactions run on threads of the
 * store with a connection each, never in a transaction of the caller, and nobody keeps a
 * connection while it waits for a permit. Time is that of the database.
 * <p>
 * Closing the store waits for what is underway.
 */
public final class JdbcPermitStore implements PermitStore, AutoCloseable {

	/** So many requests share a transaction at the most. */
	private static final int LARGEST_BATCH = 64;

	private final JdbcStoreOptions options;

	private final Seats seats = new Seats();

	private final Transactions transactions;

	private final GrantPolling polling;

	private final ScheduledThreadPoolExecutor executor;

	private final Map<String, CallQueue<Request<?>>> queues = new ConcurrentHashMap<>();

	private final @Nullable PostgresNotifications notifications;

	/**
	 * Creates a store. Uses no connection yet.
	 * @param dataSource gives as many connections at once as the options say, and one
	 * more if they say to listen
	 * @param options how to use the database
	 */
	public JdbcPermitStore(DataSource dataSource, JdbcStoreOptions options) {
		this.options = options;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("semaphore-jdbc-");
		threads.setDaemon(true);
		this.executor = new ScheduledThreadPoolExecutor(options.connections(), threads);
		GrantMessages messages = GrantMessages.NONE;
		BooleanSupplier told = () -> false;
		if (options.listen() && ClassUtils.isPresent("org.postgresql.PGConnection", getClass().getClassLoader())) {
			GrantNotes notes = new GrantNotes(options.tablePrefix(), this.seats);
			PostgresNotifications listener = new PostgresNotifications(dataSource, notes, this.seats);
			threads.newThread(listener).start();
			messages = notes;
			told = listener::isListening;
			this.notifications = listener;
		}
		else {
			this.notifications = null;
		}
		this.transactions = new Transactions(dataSource, options.tablePrefix(), options.timeout(), messages);
		this.polling = new GrantPolling(this.executor, this.seats, this.transactions, told, options.shortestPoll(),
				options.longestPoll());
	}

	@Override
	public String kind() {
		return "jdbc";
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		return this.seats.take(semaphore, instance, listener);
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		if (ask.waits()) {
			at(member, (seat) -> seat.waits(ask.id()));
		}
		return request(member, Set.of(ask.id()), (visit) -> visit.take(member, ask), (taken) -> {
			if (taken.outcome() == TakeOutcome.QUEUED) {
				this.polling.waiting();
			}
			else {
				at(member, (seat) -> seat.waitsNoMore(ask.id()));
			}
		});
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		return request(member, Set.of(id), (visit) -> visit.giveBack(member, id),
				(changed) -> at(member, (seat) -> seat.waitsNoMore(id)));
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		return request(member, Set.of(id), (visit) -> visit.forget(member, id), (changed) -> {
		});
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return request(member, Set.of(), (visit) -> visit.release(permits), (changed) -> {
		});
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		return request(member, Set.of(), (visit) -> visit.resize(permits),
				(changed) -> this.seats.lookAgain(member.semaphore()));
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		return request(member, Set.of(), (visit) -> visit.renew(member), comparison(member));
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		Set<Long> ids = grants.stream().map(Grant::id).collect(Collectors.toSet());
		return request(member, ids, (visit) -> visit.restore(member, grants), comparison(member));
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return request(member, Set.of(), (visit) -> visit.report(limit), (report) -> {
		});
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		return request(member, Set.of(), (visit) -> visit.leave(member), (changed) -> {
		});
	}

	@Override
	public void close() {
		if (this.notifications != null) {
			this.notifications.close();
		}
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(this.options.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
				this.executor.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			this.executor.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	private Consumer<Renewed> comparison(Membership member) {
		Seat seat = this.seats.at(member.semaphore(), member.instance());
		if (seat == null) {
			return (renewed) -> {
			};
		}
		long asked = seat.asked();
		return (renewed) -> seat.waiting(renewed.waiting(), asked);
	}

	private <T> CompletionStage<T> request(Membership member, Set<Long> ids, Function<Visit, Supplier<T>> operation,
			Consumer<T> answered) {
		Request<T> request = new Request<>(member, ids, operation, answered);
		this.queues.computeIfAbsent(member.semaphore(), this::queue).add(request);
		return request.stage();
	}

	private CallQueue<Request<?>> queue(String semaphore) {
		return new CallQueue<>(this.executor, LARGEST_BATCH, this.options.timeout(),
				(requests) -> carryOut(semaphore, requests));
	}

	private CompletionStage<?> carryOut(String semaphore, List<Request<?>> requests) {
		Transactions.Visited visited = this.transactions.carryOut(semaphore, requests);
		requests.forEach(Request::complete);
		this.seats.granted(semaphore, visited.granted());
		if (visited.lost()) {
			this.seats.lookAgain(semaphore);
		}
		return CompletableFuture.completedFuture(visited);
	}

	private void at(Membership member, Consumer<Seat> action) {
		Seat seat = this.seats.at(member.semaphore(), member.instance());
		if (seat != null) {
			action.accept(seat);
		}
	}

}
