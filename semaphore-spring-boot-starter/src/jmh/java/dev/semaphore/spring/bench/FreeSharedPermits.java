package dev.semaphore.spring.bench;

import java.util.UUID;
import java.util.concurrent.TimeUnit;

import dev.semaphore.spring.store.redis.RedisServer;
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
 * One thread that takes a permit that is free, and gives it back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 2)
@Measurement(iterations = 4, time = 1)
public class FreeSharedPermits {

	private static final int PERMITS = 1000;

	@Param({ "FLOOR", "FLOOR_UNANSWERED", "REDISSON", "REDISSON_EXPIRABLE", "OURS", "LOCAL_SHARE", "IN_PROCESS" })
	RedisPeer peer;

	private RedisServer server;

	private SharedLimit client;

	@Setup
	public void connect() throws Exception {
		this.server = BenchmarkServer.find();
		this.client = this.peer.client(this.server, "free-" + UUID.randomUUID(), PERMITS);
	}

	@TearDown
	public void close() throws Exception {
		this.client.close();
		this.server.close();
	}

	@Benchmark
	public void takeAndGiveBack() throws InterruptedException {
		this.client.run(() -> {
		});
	}

}
