package dev.semaphore.spring.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Changed;
import dev.semaphore.store.Grant;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Report;
import dev.semaphore.store.Subscription;
import dev.semaphore.store.Taken;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Permits in Redis 5 or newer, or Valkey. Each call is one script, atomic on the server
 * and by the server's clock; grants to those that waited are told by pub/sub.
 */
public final class RedisPermitStore implements PermitStore, AutoCloseable {

	private static final int THREADS = 8;

	private static final int INSTANCES_READ = 1000;

	private final PermitScript script;

	/** Where grants are made: apart, if replicas are to know of them. */
	private final PermitScript granting;

	private final boolean replicated;

	private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

	private final AtomicBoolean started = new AtomicBoolean();

	private final ExecutorService threads;

	private final ExecutorService grantingThreads;

	private final ExecutorService subscribing;

	/**
	 * Creates a store. Connects when it is first used.
	 * @param connectionFactory the connections; one that is reactive too, such as that of
	 * Lettuce, blocks no threads
	 */
	public RedisPermitStore(RedisConnectionFactory connectionFactory) {
		this(connectionFactory, WaitForReplicas.NONE);
	}

	/**
	 * Creates a store that may wait for replicas. Connects when it is first used.
	 * @param connectionFactory the connections, not those of a cluster if replicas are
	 * waited for
	 * @param wait how many replicas are to know of a grant before its holder does
	 */
	public RedisPermitStore(RedisConnectionFactory connectionFactory, WaitForReplicas wait) {
		boolean reactive = connectionFactory instanceof ReactiveRedisConnectionFactory;
		this.threads = threads("semaphore-redis-", reactive ? 1 : THREADS);
		this.subscribing = threads("semaphore-redis-subscribe-", 1);
		this.script = (connectionFactory instanceof ReactiveRedisConnectionFactory factory)
				? new ReactivePermitScript(factory, this.threads)
				: new BlockingPermitScript(connectionFactory, new Acknowledgements(WaitForReplicas.NONE), this.threads);
		this.replicated = wait.isAsked();
		// waiting for replicas keeps no renewal waiting
		this.grantingThreads = threads("semaphore-redis-grant-", reactive ? 1 : THREADS);
		this.granting = this.replicated ? ReplicatedScripts.create(connectionFactory, wait, this.grantingThreads)
				: this.script;
		this.container.setConnectionFactory(connectionFactory);
		// what listens is quick
		this.container.setTaskExecutor(Runnable::run);
		SimpleAsyncTaskExecutor listening = new SimpleAsyncTaskExecutor("semaphore-redis-listen-");
		listening.setDaemon(true);
		this.container.setSubscriptionExecutor(listening);
		this.container.afterPropertiesSet();
	}

	@Override
	public String kind() {
		return "redis";
	}

	/** What another instance's release granted is acknowledged to nobody yet. */
	@Override
	public boolean confirmsGrants() {
		return this.replicated;
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		RedisNames names = RedisNames.of(semaphore);
		RedisHints hints = new RedisHints(names.channel(instance), listener);
		RedisSubscription subscription = new RedisSubscription(this.subscribing,
				() -> hints.listen(started(), names.channelOfAll()));
		subscription.begin();
		return subscription;
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		return run(this.granting, member, "take", RedisAnswer::taken, ask.id(), weight(ask.weight(), ask.exclusive()),
				ask.waits() ? 1 : 0, ask.maxQueue());
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		return run(member, "end", RedisAnswer::changed, id);
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		return run(member, "forget", RedisAnswer::changed, id);
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return run(member, "release", RedisAnswer::changed, permits);
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		return run(member, "resize", RedisAnswer::changed, permits);
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		return run(member, "renew", RedisAnswer::renewed);
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		Object[] arguments = grants.stream()
			.flatMap((grant) -> List.<Object>of(grant.id(), weight(grant.weight(), grant.exclusive()), grant.token())
				.stream())
			.toArray();
		return run(member, "restore", RedisAnswer::renewed, arguments);
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return run(member, "report", (answer) -> answer.report(limit), INSTANCES_READ);
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		return run(member, "leave", RedisAnswer::changed);
	}

	/** Stops listening. The connections are their owner's to close. */
	@Override
	public void close() throws Exception {
		this.subscribing.shutdownNow();
		this.threads.shutdown();
		if (this.granting instanceof AutoCloseable closeable) {
			closeable.close();
		}
		this.grantingThreads.shutdown();
		this.container.destroy();
	}

	private RedisMessageListenerContainer started() {
		if (this.started.compareAndSet(false, true)) {
			this.container.start();
		}
		return this.container;
	}

	private <T> CompletionStage<T> run(Membership member, String operation, Function<RedisAnswer, T> answer,
			Object... arguments) {
		return run(this.script, member, operation, answer, arguments);
	}

	private static <T> CompletionStage<T> run(PermitScript script, Membership member, String operation,
			Function<RedisAnswer, T> answer, Object... arguments) {
		RedisNames names = RedisNames.of(member.semaphore());
		List<String> all = new ArrayList<>(List.of(names.state(), names.queue(), names.members(), member.instance(),
				Long.toString(Math.max(member.lease().toMillis(), 1)), Integer.toString(member.terms().permits()),
				Integer.toString(member.terms().forgotten()), Long.toString(member.terms().version()), names.claims(),
				names.prefix(), operation));
		for (Object argument : arguments) {
			all.add(argument.toString());
		}
		return script.run(all.toArray(String[]::new)).thenApply(RedisAnswer::parse).thenApply(answer);
	}

	/** To the script, no weight is all there is. */
	private static int weight(int weight, boolean exclusive) {
		return exclusive ? 0 : weight;
	}

	private static ExecutorService threads(String name, int number) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory(name);
		factory.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(number, number, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), factory);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
