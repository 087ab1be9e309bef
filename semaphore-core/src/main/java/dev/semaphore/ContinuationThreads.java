package dev.semaphore;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what is chained to futures, where nobody gave another executor: on daemon threads,
 * as many as needed, so that however many block, the next one runs; idle ones end soon.
 * The common pool would not do: it has one thread on small machines.
 */
final class ContinuationThreads {

	private static final int IDLE_SECONDS = 5;

	private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS,
			TimeUnit.SECONDS, new Handover(), (task) -> daemon(task, "semaphore-continuation"));

	static final Executor EXECUTOR = THREADS;

	private ContinuationThreads() {
	}

	/** A daemon that keeps no application's class loader alive. */
	static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	}

	/**
	 * Hands a task to an idle thread, else lets the executor make one. Once there are
	 * many threads, it waits a moment for one of them: a hundred thousand short tasks at
	 * once shall not make as many threads.
	 */
	private static final class Handover extends SynchronousQueue<Runnable> {

		private static final long serialVersionUID = 1L;

		private static final int MANY = 64;

		private static final long PATIENCE_MICROS = 100;

		@Override
		public boolean offer(Runnable task) {
			return super.offer(task) || (THREADS.getPoolSize() >= MANY && offerPatiently(task));
		}

		private boolean offerPatiently(Runnable task) {
			try {
				return offer(task, PATIENCE_MICROS, TimeUnit.MICROSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
