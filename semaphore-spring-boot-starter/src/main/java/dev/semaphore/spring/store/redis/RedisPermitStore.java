package dev.semaphore.spring.store.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

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
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Permits in Redis 6.2 or newer, or Valkey. Each call is one script, atomic on the server
 * and by the server's clock; grants to those that waited are told by pub/sub.
 */
public final class RedisPermitStore implements PermitStore, AutoCloseable {

	private static final int THREADS = 8;

	/** One is on its way there while another is on its way back. */
	private static final int UNDERWAY = 2;

	private static final int INSTANCES_READ = 1000;

	private final RedisSender sender;

	/** Where grants are made: apart, if replicas are to know of them. */
	private final RedisSender granting;

	private final @Nullable PermitScript replicated;

	private final RedisListening listening;

	private final ExecutorService threads;

	private final ExecutorService grantingThreads;

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
		boolean blocking = !(connectionFactory instanceof ReactiveRedisConnectionFactory);
		this.threads = threads("semaphore-redis-", blocking ? THREADS : 1);
		this.listening = new RedisListening(connectionFactory, threads("semaphore-redis-subscribe-", 1));
		this.sender = new RedisSender(PermitScripts.create(connectionFactory, this.threads, this.listening::beginAnew),
				this.threads, blocking ? 1 : UNDERWAY);
		// waiting for replicas keeps no renewal waiting
		this.grantingThreads = threads("semaphore-redis-grant-", blocking ? THREADS : 1);
		this.replicated = wait.isAsked() ? PermitScripts.create(connectionFactory, wait, this.grantingThreads) : null;
		this.granting = (this.replicated != null) ? new RedisSender(this.replicated, this.grantingThreads, THREADS)
				: this.sender;
	}

	@Override
	public String kind() {
		return "redis";
	}

	/** What another instance's release granted is acknowledged to nobody yet. */
	@Override
	public boolean confirmsGrants() {
		return this.replicated != null;
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		RedisNames names = RedisNames.of(semaphore);
		return this.listening.subscribe(new RedisHints(names.channel(instance), listener), names.channelOfAll());
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		return this.granting.send(new RedisCall<>(member, RedisAnswer::taken, "take", ask.id(),
				weight(ask.weight(), ask.exclusive()), ask.waits() ? 1 : 0, ask.maxQueue()));
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		return run(member, RedisAnswer::changed, "end", id);
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		return run(member, RedisAnswer::changed, "forget", id);
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return run(member, RedisAnswer::changed, "release", permits);
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		return run(member, RedisAnswer::changed, "resize", permits);
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		return run(member, RedisAnswer::renewed, "renew");
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		Stream<Object> triples = grants.stream()
			.flatMap((grant) -> Stream.of(grant.id(), weight(grant.weight(), grant.exclusive()), grant.token()));
		return run(member, RedisAnswer::renewed, Stream.concat(Stream.of("restore"), triples).toArray());
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return run(member, (answer) -> answer.report(limit), "report", INSTANCES_READ);
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		return run(member, RedisAnswer::changed, "leave");
	}

	/** Stops listening. The connections are their owner's to close. */
	@Override
	public void close() throws Exception {
		this.threads.shutdown();
		if (this.replicated instanceof AutoCloseable closeable) {
			closeable.close();
		}
		this.grantingThreads.shutdown();
		this.listening.close();
	}

	private <T> CompletionStage<T> run(Membership member, Function<RedisAnswer, T> answer, Object... words) {
		return this.sender.send(new RedisCall<>(member, answer, words));
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
