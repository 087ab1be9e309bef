package dev.semaphore.spring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import dev.semaphore.bench.Measurements;

/**
 * Clients of a store, each with a thread, that take and give back as fast as they can.
 *
 * @param takers one for each client
 * @param resources what is closed in the end, in this order
 */
record StoreClients(List<Taker> takers, List<AutoCloseable> resources) implements AutoCloseable {

	private static final int WARM_UP_MILLIS = 3_000;

	private static final int SLICES = 4;

	private static final int SLICE_MILLIS = 1_000;

	/** What they take per second, once they are warm. */
	void measure(String name, Measurements measurements) throws Exception {
		LongAdder taken = new LongAdder();
		CountDownLatch ended = new CountDownLatch(1);
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		for (Taker taker : this.takers) {
			CompletableFuture<Void> end = new CompletableFuture<>();
			ends.add(end);
			new Thread(() -> take(taker, taken, ended, end)).start();
		}
		ended.await(WARM_UP_MILLIS, TimeUnit.MILLISECONDS);
		for (int i = 0; i < SLICES; i++) {
			long before = taken.sum();
			long begun = System.nanoTime();
			ended.await(SLICE_MILLIS, TimeUnit.MILLISECONDS);
			double seconds = (System.nanoTime() - begun) / 1e9;
			measurements.add(name, Map.of(StoresBenchmark.RATE, (taken.sum() - before) / seconds));
		}
		ended.countDown();
		for (CompletableFuture<Void> end : ends) {
			end.get(1, TimeUnit.MINUTES);
		}
	}

	private static void take(Taker taker, LongAdder taken, CountDownLatch ended, CompletableFuture<Void> end) {
		try {
			while (ended.getCount() > 0) {
				if (taker.take()) {
					taken.increment();
				}
			}
			end.complete(null);
		}
		catch (Throwable ex) {
			end.completeExceptionally(ex);
		}
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	/** Takes, and gives back at once. */
	interface Taker {

		/**
		 * Takes, if there is something to take.
		 * @return whether there was
		 */
		boolean take() throws Exception;

	}

}
