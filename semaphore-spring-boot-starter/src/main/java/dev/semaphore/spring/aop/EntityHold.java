package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;

/**
 * {@link HttpEntity} and {@link ResponseEntity}: held as long as the body takes.
 *
 * @param body holds for the body
 */
record EntityHold(Hold<?> body) implements Hold<HttpEntity<?>> {

	@Override
	public Class<? super HttpEntity<?>> type() {
		return HttpEntity.class;
	}

	@Override
	public Object hold(HttpEntity<?> value, Permit permit, ReturnedCall call) throws Exception {
		@Nullable Object held = new HeldValue(value.getBody(), permit, call).by(this.body);
		if (held == value.getBody()) {
			return value;
		}
		return (value instanceof ResponseEntity<?> response)
				? new ResponseEntity<>(held, response.getHeaders(), response.getStatusCode())
				: new HttpEntity<>(held, value.getHeaders());
	}

}
