package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;

/**
 * {@link java.util.concurrent.CompletionStage} and {@link CompletableFuture}: waits
 * without holding a thread, and holds until the stage that the body returned completes.
 * The body runs on the caller's thread if a permit is free at once, else on the
 * semaphore's executor. A refusal, and whatever goes wrong afterwards, fails the stage;
 * an expression that yields nothing usable is thrown by the call itself.
 */
final class CompletionStageReturnStyle implements ReturnStyle {

	@Override
	public CompletableFuture<?> invoke(MethodInvocation invocation, PermitsOperation operation) {
		CompletableFuture<Permit> acquired = operation.acquireAsync(invocation);
		if (acquired.isDone()) {
			return new StagedCall(invocation, operation, acquired, Runnable::run).start();
		}
		CallerContext context = CallerContext.capture(null);
		return new StagedCall(DetachedInvocation.of(invocation), operation, acquired, context).start();
	}

}
