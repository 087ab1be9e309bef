package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method that returns a stage, from the queue to the end of its work.
 */
final class StagedCall {

	private final MethodInvocation invocation;

	private final PermitsOperation operation;

	private final CompletableFuture<Permit> acquired;

	private final CallerContext context;

	private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

	StagedCall(MethodInvocation invocation, PermitsOperation operation, CompletableFuture<Permit> acquired,
			CallerContext context) {
		this.invocation = invocation;
		this.operation = operation;
		this.acquired = acquired;
		this.context = context;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<@Nullable Object> start() {
		this.acquired.whenComplete(
				(permit, failure) -> this.context.run(() -> settled(permit, failure), (ex) -> failed(permit, ex)));
		if (!this.result.isDone()) {
			// Who completes the result from outside leaves the queue.
			this.result.whenComplete((value, failure) -> this.acquired.cancel(false));
		}
		return this.result;
	}

	private void settled(@Nullable Permit permit, @Nullable Throwable failure) {
		if (permit == null) {
			refused(Taking.reason(failure));
		}
		else if (this.result.isDone()) {
			permit.close();
		}
		else {
			run(permit);
		}
	}

	private void run(Permit permit) {
		try {
			HeldStage.hold(stage(this.operation.proceed(this.invocation, permit)), permit, this.result);
			if (this.operation.interrupts()) {
				LostWork.cancel(permit, this.result);
			}
		}
		catch (Throwable ex) {
			failed(permit, ex);
		}
	}

	private void refused(@Nullable Throwable failure) {
		try {
			if (!(failure instanceof PermitRejectedException refusal)) {
				throw (failure != null) ? failure : new IllegalStateException("No permit and no refusal");
			}
			if (!this.result.isDone()) {
				HeldStage.relay(stage(this.operation.refused(this.invocation, refusal)), this.result);
			}
		}
		catch (Throwable ex) {
			this.result.completeExceptionally(ex);
		}
	}

	private void failed(@Nullable Permit permit, Throwable failure) {
		if (permit != null) {
			permit.close();
		}
		this.result.completeExceptionally(failure);
	}

	private CompletionStage<?> stage(@Nullable Object returned) {
		if (returned instanceof CompletionStage<?> stage) {
			return stage;
		}
		throw new IllegalStateException(this.operation.method() + " returned null instead of a stage");
	}

}
