package dev.semaphore.spring.aop;

import java.util.List;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Plain values and {@code void}: waits on the caller's thread, and holds until the body
 * has returned or thrown.
 */
final class PlainReturnStyle implements ReturnStyle {

	@Override
	public @Nullable Object invoke(MethodInvocation invocation, PermitsOperation operation) throws Throwable {
		List<Object> holds = ThreadHolds.current();
		Permit permit;
		try {
			permit = operation.acquire(invocation, holds);
		}
		catch (PermitRejectedException ex) {
			return operation.refused(invocation, ex);
		}
		try {
			return operation.proceed(invocation, permit, holds);
		}
		finally {
			permit.close();
		}
	}

}
