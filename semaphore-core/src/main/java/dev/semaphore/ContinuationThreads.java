package dev.semaphore;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what is chained to futures, where nobody gave another executor: on daemon threads,
 * so many that one that blocks holds up no other; idle ones end soon. The common pool
 * would not do: it has one thread on small machines.
 */
final class ContinuationThreads {

	private static final int MAX_THREADS = 256;

	private static final int IDLE_SECONDS = 5;

	static final Executor EXECUTOR = executor();

	private ContinuationThreads() {
	}

	private static Executor executor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> daemon(task, "semaphore-continuation"));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/** A daemon that keeps no application's class loader alive. */
	static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	}

}
