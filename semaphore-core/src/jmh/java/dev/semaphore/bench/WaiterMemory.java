package dev.semaphore.bench;

import java.lang.management.ManagementFactory;
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
 * What the heap holds of each of 100,000 virtual threads that wait for a permit.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4)
@Measurement(iterations = 3)
public class WaiterMemory {

	private static final int THREADS = 100_000;

	@Param({ "JDK_FAIR", "FIFO", "JDK_FAIR_BOUNDED", "FIFO_BOUNDED" })
	Peer peer;

	@Benchmark
	public void wait(Heap heap) throws Exception {
		Limiter limiter = this.peer.create(1);
		limiter.run(() -> {
			long before = usedHeap();
			CountDownLatch ended = VirtualThreads.start(THREADS, () -> limiter.run(() -> {
			}));
			VirtualThreads.await(() -> limiter.queueLength() == THREADS);
			heap.bytes = (usedHeap() - before) / THREADS;
			heap.ended = ended;
		});
		heap.ended.await();
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/** Reported beside the time, which says nothing here. */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Heap {

		public long bytes;

		private CountDownLatch ended = new CountDownLatch(0);

	}

}
