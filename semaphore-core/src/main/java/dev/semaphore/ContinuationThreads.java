package dev.semaphore;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what is chained to futures, where nobody gave another executor: on daemon threads,
 * as many as needed, so that one that blocks holds up no other; idle ones end soon. The
 * common pool would not do: it has one thread on small machines.
 */
final class ContinuationThreads {

	static final Executor EXECUTOR = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> daemon(task, "semaphore-continuation"));

	private ContinuationThreads() {
	}

	/** A daemon that keeps no application's class loader alive. */
	static Thread daemon(Runnable task, String name) {
		Thread thread = new Thread(null, task, name, 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	}

}
