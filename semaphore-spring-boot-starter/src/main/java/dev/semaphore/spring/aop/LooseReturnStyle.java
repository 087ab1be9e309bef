package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Return types such as {@code Object} that may hide an asynchronous one: waits on the
 * caller's thread, and holds as long as what was returned turns out to take.
 */
final class LooseReturnStyle implements ReturnStyle {

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public @Nullable Object invoke(MethodInvocation invocation, PermitsOperation operation) throws Throwable {
		Permit permit;
		try {
			permit = operation.acquire(invocation);
		}
		catch (PermitRejectedException ex) {
			return operation.refused(invocation, ex);
		}
		boolean passedOn = false;
		try {
			Object value = operation.proceed(invocation, permit);
			if (value instanceof CompletionStage<?> stage) {
				CompletableFuture<@Nullable Object> held = new CompletableFuture<>();
				HeldStage.hold(stage, permit, held);
				passedOn = true;
				return held;
			}
			refuseUnsupported(value, operation);
			return value;
		}
		finally {
			if (!passedOn) {
				permit.close();
			}
		}
	}

	private static void refuseUnsupported(@Nullable Object value, PermitsOperation operation) {
		if (value != null && AsynchronousTypes.contains(value.getClass())) {
			throw new IllegalStateException(
					"%s returned a %s, which is not supported yet with @Permits: its permit would go back too early"
						.formatted(operation.method(), value.getClass().getName()));
		}
	}

}
