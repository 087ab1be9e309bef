package dev.semaphore.spring;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.semaphore.AcquireRequest;
import org.jspecify.annotations.Nullable;

/**
 * Does work under the permits of a semaphore, as
 * {@link dev.semaphore.spring.annotation.Permits @Permits} does, where an annotation does
 * not reach: a bean that calls itself, private and static methods, lambdas, objects that
 * are no beans. Nested work is told apart from other work in the same way, also if one of
 * them has the annotation.
 * <p>
 * There is one bean of it, which may be used by any thread.
 */
public interface PermitsOperations {

	/**
	 * Work under one permit, which waits for it as the semaphore's policy says.
	 * @param semaphore the name of the semaphore
	 * @return says what work, as often as needed
	 * @throws dev.semaphore.UnknownSemaphoreException if there is no such semaphore
	 */
	default PermitsCall under(String semaphore) {
		return under(semaphore, AcquireRequest.one());
	}

	/**
	 * Work under permits.
	 * @param semaphore the name of the semaphore
	 * @param request how many permits, for which key and so on
	 * @return says what work, as often as needed
	 * @throws dev.semaphore.UnknownSemaphoreException if there is no such semaphore
	 */
	PermitsCall under(String semaphore, AcquireRequest request);

	/**
	 * Runs a task under one permit.
	 * @param semaphore the name of the semaphore
	 * @param task the task
	 * @see PermitsCall#run(Runnable)
	 */
	default void run(String semaphore, Runnable task) {
		under(semaphore).run(task);
	}

	/**
	 * Calls a task under one permit.
	 * @param <T> the type of its value
	 * @param semaphore the name of the semaphore
	 * @param task the task
	 * @return what it returns
	 * @throws Exception what it throws
	 * @see PermitsCall#call(Callable)
	 */
	default <T extends @Nullable Object> T call(String semaphore, Callable<T> task) throws Exception {
		return under(semaphore).call(task);
	}

	/**
	 * Starts work under one permit without holding a thread while it waits.
	 * @param <T> the type of its value
	 * @param semaphore the name of the semaphore
	 * @param work starts the work
	 * @return completes as the work does
	 * @see PermitsCall#async(Supplier)
	 */
	default <T extends @Nullable Object> CompletableFuture<T> async(String semaphore,
			Supplier<? extends CompletionStage<T>> work) {
		return under(semaphore).async(work);
	}

}
