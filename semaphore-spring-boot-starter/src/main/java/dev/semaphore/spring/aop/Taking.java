package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the annotations of a method ask for.
 */
interface Taking {

	/**
	 * The claims, in the order in which they are taken.
	 */
	List<Claim> claims();

	/**
	 * Takes all or none, waiting on this thread.
	 * @param holds what this thread holds, as of {@link ThreadHolds}
	 */
	Permit acquire(MethodInvocation invocation, List<Object> holds);

	/**
	 * Takes all or none, without holding a thread. Who completes the future leaves the
	 * queue, and what was granted by then goes back.
	 * @param holds what the caller holds, as of {@link ThreadHolds}
	 */
	CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds);

	/**
	 * Why nothing was taken, of the failure of a future that may follow others.
	 */
	static @Nullable Throwable reason(@Nullable Throwable failure) {
		return (failure instanceof CompletionException wrapper && wrapper.getCause() != null) ? wrapper.getCause()
				: failure;
	}

	/**
	 * Adds what was taken to what the caller holds.
	 */
	void hold(List<Object> holds, Permit permit);

}
