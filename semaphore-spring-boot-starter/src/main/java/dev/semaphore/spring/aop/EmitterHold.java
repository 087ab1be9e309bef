package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * {@link ResponseBodyEmitter}, {@code SseEmitter} too: held until it is complete, or its
 * request is over: by time-out, or when the container reports that the client is gone.
 */
final class EmitterHold implements Hold {

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (!(value instanceof ResponseBodyEmitter emitter)) {
			permit.close();
			return value;
		}
		MvcRequest request = CurrentRequest.get();
		if (request != null) {
			request.onResult(null, permit::close);
			request.onEnd(permit::close);
		}
		emitter.onCompletion(permit::close);
		return emitter;
	}

}
