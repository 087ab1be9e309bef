package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

import kotlin.coroutines.Continuation;
import kotlinx.coroutines.Job;
import org.jspecify.annotations.Nullable;

import org.springframework.core.CoroutinesUtils;

/**
 * Calls suspending functions as Spring's proxies do.
 */
final class SuspendingBody {

	private SuspendingBody() {
	}

	/**
	 * A publisher of what the function yields, in the context of its caller.
	 */
	static Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments) {
		if (target == null || !(arguments[arguments.length - 1] instanceof Continuation<?> continuation)) {
			throw new IllegalStateException(method + " cannot suspend without an object and a continuation");
		}
		return CoroutinesUtils.invokeSuspendingFunction(continuation.getContext().minusKey(Job.Key), method, target,
				arguments);
	}

}
