package dev.semaphore.spring.aop;

import dev.semaphore.Permit;

import org.springframework.web.context.request.async.DeferredResult;

/**
 * {@link DeferredResult}: held until it is set, or its request is over without that.
 */
final class DeferredResultHold implements Hold<DeferredResult<?>> {

	@Override
	public Class<? super DeferredResult<?>> type() {
		return DeferredResult.class;
	}

	@Override
	public Object hold(DeferredResult<?> value, Permit permit, ReturnedCall call) {
		AbandonedResult abandoned = AbandonedResult.unset(permit, call.method());
		MvcRequest request = CurrentRequest.get();
		if (request != null) {
			request.onResult(value, abandoned::ended);
			request.onEnd(abandoned::ended);
		}
		// Stays in place until Spring MVC puts its own there, if it ever does.
		value.setResultHandler((set) -> abandoned.ended());
		abandoned.watch(value);
		return value;
	}

}
