package dev.semaphore.spring.aop;

import dev.semaphore.Permit;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * {@link ResponseBodyEmitter}, {@code SseEmitter} too: held until it is complete, or its
 * request is over: by time-out, or when the container reports that the client is gone.
 */
final class EmitterHold implements Hold<ResponseBodyEmitter> {

	@Override
	public Class<ResponseBodyEmitter> type() {
		return ResponseBodyEmitter.class;
	}

	@Override
	public Object hold(ResponseBodyEmitter value, Permit permit, ReturnedCall call) {
		AbandonedResult abandoned = AbandonedResult.unset(permit, call.method());
		MvcRequest request = CurrentRequest.get();
		if (request != null) {
			request.onResult(null, abandoned::ended);
			request.onEnd(abandoned::ended);
		}
		value.onCompletion(abandoned::ended);
		abandoned.watch(value);
		return value;
	}

}
