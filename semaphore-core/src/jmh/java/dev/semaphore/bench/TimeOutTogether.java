package dev.semaphore.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.AuxCounters;
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
 * 100,000 virtual threads whose wait ends at the same instant: how long until the last of
 * them has gone. Looks no longer than a minute.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 1)
public class TimeOutTogether {

	private static final int THREADS = 100_000;

	private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(6);

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

	@Param({ "JDK_FAIR", "FIFO" })
	Peer peer;

	@Benchmark
	public void leave(Drain drain) throws Exception {
		Limiter limiter = this.peer.create(1);
		limiter.run(() -> {
			long deadline = System.nanoTime() + WAIT_NANOS;
			CountDownLatch ended = VirtualThreads.start(THREADS, () -> limiter.run(deadline - System.nanoTime(), () -> {
			}));
			VirtualThreads.await(() -> limiter.queueLength() == THREADS);
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("too slow a machine: the first gave up before the last came");
			}
			long end = deadline + PATIENCE_NANOS;
			VirtualThreads.await(() -> ended.getCount() == 0 || System.nanoTime() > end);
			drain.millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - deadline);
		});
	}

	/** Reported beside the time, which contains the wait. */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Drain {

		public long millis;

	}

}
