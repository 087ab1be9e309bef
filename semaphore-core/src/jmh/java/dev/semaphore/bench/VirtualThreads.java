package dev.semaphore.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Virtual threads, where the JDK has them: the benchmarks are compiled for one that has
 * not.
 */
public final class VirtualThreads {

	private static final int FIRST_VERSION = 21;

	private VirtualThreads() {
	}

	/**
	 * Whether this JDK has them.
	 * @return whether it has
	 */
	public static boolean arePresent() {
		return Runtime.version().feature() >= FIRST_VERSION;
	}

	/** Starts so many threads; the latch opens when all have ended. */
	static CountDownLatch start(int threads, Task task) {
		CountDownLatch ended = new CountDownLatch(threads);
		Runnable runnable = () -> {
			try {
				task.run();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				ended.countDown();
			}
		};
		Executor starter = starter();
		for (int i = 0; i < threads; i++) {
			starter.execute(runnable);
		}
		return ended;
	}

	/** Looks each millisecond until it is so. */
	static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	/** A body that holds its permit until the latch opens. */
	static Runnable waitFor(CountDownLatch latch) {
		return () -> {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
	}

	/**
	 * Starts a virtual thread for each task.
	 * @return the executor
	 */
	public static Executor starter() {
		try {
			var start = MethodHandles.publicLookup()
				.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
			return (task) -> {
				try {
					Thread thread = (Thread) start.invokeExact(task);
				}
				catch (Throwable ex) {
					throw new IllegalStateException(ex);
				}
			};
		}
		catch (ReflectiveOperationException ex) {
			throw new UnsupportedOperationException("needs JDK 21 or newer", ex);
		}
	}

	interface Task {

		void run() throws Exception;

	}

}
