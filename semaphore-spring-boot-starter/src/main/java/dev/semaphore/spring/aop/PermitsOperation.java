package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What happens at a call of an annotated method: which permits it asks for, when they are
 * taken and given back, and who answers when they are refused.
 */
final class PermitsOperation {

	private final GuardedMethod method;

	private final Claim claim;

	private final ReturnStyle style;

	PermitsOperation(GuardedMethod method, Claim claim, ReturnStyle style) {
		this.method = method;
		this.claim = claim;
		this.style = style;
	}

	GuardedMethod method() {
		return this.method;
	}

	Claim claim() {
		return this.claim;
	}

	@Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return this.style.invoke(invocation, this);
	}

	/**
	 * Takes what the call needs, waiting for it on this thread.
	 * @throws PermitRejectedException if a semaphore of this operation refuses, and for
	 * no other reason
	 * @throws IllegalArgumentException if an expression yields nothing usable
	 */
	Permit acquire(MethodInvocation invocation) {
		return this.claim.acquire(invocation);
	}

	/**
	 * Takes what the call needs without holding a thread. The future fails with a
	 * {@link PermitRejectedException} if a semaphore of this operation refuses.
	 * @throws IllegalArgumentException if an expression yields nothing usable
	 */
	CompletableFuture<Permit> acquireAsync(MethodInvocation invocation) {
		return this.claim.acquireAsync(invocation);
	}

	/**
	 * Answers a call that was refused: what the fallback returns or throws, or the
	 * refusal itself.
	 */
	@Nullable Object refused(MethodInvocation invocation, PermitRejectedException refusal) throws Throwable {
		Fallback fallback = this.claim.fallback();
		if (fallback == null) {
			throw refusal;
		}
		return fallback.answer(invocation, refusal);
	}

}
