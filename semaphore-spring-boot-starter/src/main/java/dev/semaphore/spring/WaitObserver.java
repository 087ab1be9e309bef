package dev.semaphore.spring;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Is told of requests that wait for their permits, on the threads of their callers, by
 * whoever takes permits for them. Requests that need not wait are not told of, but of a
 * shared semaphore all that come with a future are, and those of threads are not. A bean
 * of this type is asked for by {@code @Permits} and {@link PermitsOperations}.
 */
@FunctionalInterface
public interface WaitObserver {

	/**
	 * A request waits from now on. Called by its caller's thread.
	 * @param semaphore the semaphore
	 * @param request what is asked for
	 * @return is told of the end
	 */
	Wait begin(CountingSemaphore semaphore, AcquireRequest request);

	/**
	 * Takes permits, waiting on this thread.
	 * @param semaphore the semaphore
	 * @param request what is asked for
	 * @param beforeWaiting called before the thread waits
	 * @return the permit
	 * @throws InterruptedException if the thread is interrupted
	 */
	default Permit acquire(CountingSemaphore semaphore, AcquireRequest request, Runnable beforeWaiting)
			throws InterruptedException {
		@Nullable Wait[] wait = new Wait[1];
		Permit permit;
		try {
			permit = semaphore.acquire(request, () -> {
				beforeWaiting.run();
				wait[0] = begin(semaphore, request);
			});
		}
		catch (InterruptedException | RuntimeException | Error ex) {
			end(wait[0], ex);
			throw ex;
		}
		try {
			end(wait[0], null);
			return permit;
		}
		catch (RuntimeException | Error ex) {
			permit.close();
			throw ex;
		}
	}

	/**
	 * Takes permits without holding a thread.
	 * @param semaphore the semaphore
	 * @param request what is asked for
	 * @return the future of the permit; who completes it leaves the queue
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	default CompletableFuture<Permit> acquireAsync(CountingSemaphore semaphore, AcquireRequest request) {
		CompletableFuture<Permit> acquired = semaphore.acquireAsync(request);
		if (acquired.isDone()) {
			return acquired;
		}
		CompletableFuture<Permit> observed = new CompletableFuture<>();
		observed.whenComplete((permit, failure) -> acquired.cancel(false));
		Wait wait;
		try {
			wait = begin(semaphore, request);
		}
		catch (RuntimeException | Error ex) {
			observed.completeExceptionally(ex);
			wait = (failure) -> {
			};
		}
		Wait begun = wait;
		acquired.whenComplete((permit, failure) -> {
			try {
				// before the work goes on, which is no part of the wait
				begun.end(failure);
			}
			finally {
				settle(observed, permit, failure);
			}
		});
		return observed;
	}

	private static void settle(CompletableFuture<Permit> observed, @Nullable Permit permit,
			@Nullable Throwable failure) {
		if (permit == null) {
			observed.completeExceptionally(failure);
		}
		else if (!observed.complete(permit)) {
			permit.close();
		}
	}

	private static void end(@Nullable Wait wait, @Nullable Throwable failure) {
		if (wait != null) {
			wait.end(failure);
		}
	}

	/**
	 * A request that waits.
	 */
	@FunctionalInterface
	interface Wait {

		/**
		 * It waits no more. May be called by any thread.
		 * @param failure why it did not get its permits, or null if it did
		 */
		void end(@Nullable Throwable failure);

	}

}
