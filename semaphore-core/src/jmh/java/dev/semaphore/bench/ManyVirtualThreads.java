package dev.semaphore.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 100,000 virtual threads at once on 64 permits, each held for 1 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 4)
public class ManyVirtualThreads {

	private static final int THREADS = 100_000;

	private static final long HOLD_NANOS = 1_000_000;

	@Param({ "JDK_FAIR", "FIFO", "JDK_FAIR_BOUNDED", "FIFO_BOUNDED", "RESILIENCE4J", "SPRING" })
	Peer peer;

	@Benchmark
	public void hold() throws InterruptedException {
		Limiter limiter = this.peer.create(64);
		VirtualThreads.start(THREADS, () -> limiter.run(() -> LockSupport.parkNanos(HOLD_NANOS))).await();
	}

}
