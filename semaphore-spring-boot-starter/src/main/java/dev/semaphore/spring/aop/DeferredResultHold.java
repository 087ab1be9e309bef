package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.DeferredResult;

/**
 * {@link DeferredResult}: held until it is set, or its request is over without that.
 */
final class DeferredResultHold implements Hold {

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (!(value instanceof DeferredResult<?> result)) {
			permit.close();
			return value;
		}
		MvcRequest request = CurrentRequest.get();
		if (request != null) {
			request.onResult(result, permit::close);
			request.onCompletion(permit::close);
		}
		// Stays in place until Spring MVC puts its own there, if it ever does.
		result.setResultHandler((set) -> permit.close());
		return result;
	}

}
