package dev.semaphore.spring.aop;

import java.util.List;
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

	private final Taking taking;

	private final ReturnStyle style;

	private final @Nullable PermitParameters parameters;

	/** Null while nobody has asked. Not volatile: all find out the same. */
	private @Nullable Boolean interrupts;

	PermitsOperation(GuardedMethod method, Taking taking, ReturnStyle style, @Nullable PermitParameters parameters) {
		this.method = method;
		this.taking = taking;
		this.style = style;
		this.parameters = parameters;
	}

	GuardedMethod method() {
		return this.method;
	}

	List<Claim> claims() {
		return this.taking.claims();
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
		return acquire(invocation, ThreadHolds.current());
	}

	/**
	 * The same for who has asked already what this thread holds.
	 */
	Permit acquire(MethodInvocation invocation, List<Object> holds) {
		return this.taking.acquire(invocation, holds);
	}

	/**
	 * Takes what the call needs without holding a thread. The future fails with a
	 * {@link PermitRejectedException} if a semaphore of this operation refuses.
	 * @throws IllegalArgumentException if an expression yields nothing usable
	 */
	CompletableFuture<Permit> acquireAsync(MethodInvocation invocation) {
		return acquireAsync(invocation, ThreadHolds.current());
	}

	/**
	 * The same for a caller that is not (only) its thread.
	 * @param holds what the caller holds, as of {@link ThreadHolds}
	 */
	CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds) {
		return this.taking.acquireAsync(invocation, holds);
	}

	/**
	 * Adds a permit of this operation to what a caller holds.
	 */
	void hold(List<Object> holds, Permit permit) {
		this.taking.hold(holds, permit);
	}

	/**
	 * Runs the body, which until it returns counts as holding the permit: nested calls on
	 * this thread are told apart from others. Does not give the permit back.
	 */
	@Nullable Object proceed(MethodInvocation invocation, Permit permit) throws Throwable {
		return proceed(invocation, permit, ThreadHolds.current());
	}

	/**
	 * The same for who has asked already what this thread holds.
	 */
	@Nullable Object proceed(MethodInvocation invocation, Permit permit, List<Object> holds) throws Throwable {
		int size = holds.size();
		BodyInterrupt interrupt = interrupts() ? new BodyInterrupt() : null;
		try {
			this.taking.hold(holds, permit);
			if (interrupt != null) {
				permit.whenLost(interrupt);
			}
			return (this.parameters != null) ? this.parameters.proceed(invocation, permit) : invocation.proceed();
		}
		finally {
			ThreadHolds.cut(holds, size);
			if (interrupt != null) {
				interrupt.end(permit.lost());
			}
		}
	}

	/**
	 * Whether work is interrupted whose permit is given back by force.
	 */
	boolean interrupts() {
		Boolean interrupts = this.interrupts;
		if (interrupts == null) {
			interrupts = claims().stream().anyMatch(Claim::interrupts);
			this.interrupts = interrupts;
		}
		return interrupts;
	}

	/**
	 * Answers a call that was refused: what the fallback of the annotation returns or
	 * throws whose semaphore refused, or the refusal itself.
	 */
	@Nullable Object refused(MethodInvocation invocation, PermitRejectedException refusal) throws Throwable {
		for (Claim claim : claims()) {
			Fallback fallback = claim.fallback();
			if (fallback != null && claim.semaphore().equals(refusal.semaphore())) {
				return fallback.answer(invocation, refusal);
			}
		}
		throw refusal;
	}

}
