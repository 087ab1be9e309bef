package dev.semaphore.spring;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.semaphore.PermitRejectedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Work to be done under the permits of a semaphore. Immutable: it may be kept, and each
 * of its methods takes permits anew. Each takes them before the work begins, and gives
 * them back when the work is over, before anybody is told of the end.
 */
public interface PermitsCall {

	/**
	 * Runs a task, waiting for the permits on this thread.
	 * @param task the task
	 * @throws PermitRejectedException if refused; with
	 * {@link dev.semaphore.RejectionReason#INTERRUPTED INTERRUPTED} if the thread was
	 * interrupted, which keeps its interrupt status
	 */
	void run(Runnable task);

	/**
	 * Calls a task, waiting for the permits on this thread. They go back when it returns,
	 * whatever it returns: for work that goes on then there is {@link #async(Supplier)}.
	 * @param <T> the type of its value
	 * @param task the task
	 * @return what it returns
	 * @throws PermitRejectedException if refused; with
	 * {@link dev.semaphore.RejectionReason#INTERRUPTED INTERRUPTED} if the thread was
	 * interrupted, which keeps its interrupt status
	 * @throws Exception what the task throws
	 */
	<T extends @Nullable Object> T call(Callable<T> task) throws Exception;

	/**
	 * Starts work that ends later, without holding a thread while it waits. The supplier
	 * is called by this thread if the permits are free, else by the semaphore's executor,
	 * with what this thread has in its logging and security contexts and the like.
	 * @param <T> the type of its value
	 * @param work starts the work
	 * @return completes as the work does; fails with a {@link PermitRejectedException} if
	 * refused. Who completes it before leaves the queue.
	 */
	<T extends @Nullable Object> CompletableFuture<T> async(Supplier<? extends CompletionStage<T>> work);

	/**
	 * Work that begins with a subscription, each of which takes permits of its own.
	 * @param <T> the type of its value
	 * @param work makes what is subscribed to under the permits, for each subscription
	 * @return fails with a {@link PermitRejectedException} if refused. Who cancels leaves
	 * the queue.
	 */
	<T> Mono<T> mono(Supplier<? extends Mono<T>> work);

	/**
	 * Work of many values that begins with a subscription, each of which takes permits of
	 * its own until it ends.
	 * @param <T> the type of its values
	 * @param work makes what is subscribed to under the permits, for each subscription
	 * @return fails with a {@link PermitRejectedException} if refused. Who cancels leaves
	 * the queue.
	 */
	<T> Flux<T> flux(Supplier<? extends Flux<T>> work);

}
