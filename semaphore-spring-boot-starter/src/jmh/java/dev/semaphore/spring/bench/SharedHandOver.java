package dev.semaphore.spring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import dev.semaphore.spring.store.redis.RedisServer;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Eight clients, each with connections of its own, that all want the one permit, and want
 * in again as soon as they are out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 6)
@Measurement(iterations = 4)
public class SharedHandOver {

	private static final int CLIENTS = 8;

	private static final long RUN_SECONDS = 2;

	@Param({ "REDISSON", "REDISSON_EXPIRABLE", "OURS" })
	RedisPeer peer;

	private final List<SharedLimit> clients = new ArrayList<>();

	private RedisServer server;

	@Setup
	public void connect() throws Exception {
		this.server = BenchmarkServer.find();
		String name = "hand-over-" + UUID.randomUUID();
		for (int i = 0; i < CLIENTS; i++) {
			this.clients.add(this.peer.client(this.server, name, 1));
		}
	}

	@TearDown
	public void close() throws Exception {
		this.clients.forEach(SharedLimit::close);
		this.server.close();
	}

	@Benchmark
	public void contend(Contention contention) throws Exception {
		LongAccumulator longest = new LongAccumulator(Math::max, 0);
		LongAdder served = new LongAdder();
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(RUN_SECONDS);
		for (SharedLimit client : this.clients) {
			threads.submit(() -> {
				long asked = System.nanoTime();
				while (asked < end) {
					long since = asked;
					client.run(() -> longest.accumulate(System.nanoTime() - since));
					served.increment();
					asked = System.nanoTime();
				}
				return null;
			});
		}
		threads.shutdown();
		threads.awaitTermination(2, TimeUnit.MINUTES);
		contention.served = served.sum() / RUN_SECONDS;
		contention.longestMicros = TimeUnit.NANOSECONDS.toMicros(longest.get());
	}

	/** Reported beside the time, which says nothing here. */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Contention {

		public long served;

		public long longestMicros;

	}

}
