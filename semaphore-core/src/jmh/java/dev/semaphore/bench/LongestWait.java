package dev.semaphore.bench;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

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
 * The longest that one of eight platform threads waits for the one permit, while all want
 * in again as soon as they are out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class LongestWait {

	private static final int THREADS = 8;

	private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(1);

	@Param({ "JDK_FAIR", "FIFO", "JDK_BARGING", "BARGING" })
	Peer peer;

	@Benchmark
	public void contend(Longest longest) throws Exception {
		Limiter limiter = this.peer.create(1);
		LongAccumulator max = new LongAccumulator(Math::max, 0);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		long end = System.nanoTime() + RUN_NANOS;
		for (int i = 0; i < THREADS; i++) {
			threads.submit(() -> {
				long asked = System.nanoTime();
				while (asked < end) {
					long since = asked;
					limiter.run(() -> max.accumulate(System.nanoTime() - since));
					asked = System.nanoTime();
				}
				return null;
			});
		}
		threads.shutdown();
		threads.awaitTermination(1, TimeUnit.MINUTES);
		longest.micros = max.get() / 1000;
	}

	/** Reported beside the time, which says nothing here. */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Longest {

		public long micros;

	}

}
