package dev.semaphore.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
 * Asking how many wait, while many do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class QueueLength {

	@Param({ "JDK_FAIR", "FIFO" })
	Peer peer;

	@Param({ "1000", "100000" })
	int waiters;

	private final CountDownLatch done = new CountDownLatch(1);

	private Limiter limiter;

	@Setup
	public void queue() {
		this.limiter = this.peer.create(1);
		VirtualThreads.start(this.waiters + 1, () -> this.limiter.run(VirtualThreads.waitFor(this.done)));
		VirtualThreads.await(() -> this.limiter.queueLength() == this.waiters);
	}

	@TearDown
	public void release() {
		this.done.countDown();
	}

	@Benchmark
	public int read() {
		return this.limiter.queueLength();
	}

}
