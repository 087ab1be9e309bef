package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Waits on the caller's thread, runs the body on it, and holds as long as the value that
 * it returned takes.
 */
final class SynchronousReturnStyle implements ReturnStyle {

	private final Hold<?> hold;

	SynchronousReturnStyle(Hold<?> hold) {
		this.hold = hold;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation, PermitsOperation operation) throws Throwable {
		Permit permit;
		try {
			permit = operation.acquire(invocation);
		}
		catch (PermitRejectedException ex) {
			return operation.refused(invocation, ex);
		}
		try {
			Object value = operation.proceed(invocation, permit);
			return new HeldValue(value, permit, new ReturnedCall(invocation, operation)).by(this.hold);
		}
		catch (Throwable ex) {
			permit.close();
			throw ex;
		}
	}

}
