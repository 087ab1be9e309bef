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
record EntityHold(Hold body) implements Hold {

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) throws Exception {
		if (!(value instanceof HttpEntity<?> entity)) {
			permit.close();
			return value;
		}
		Object held = this.body.hold(entity.getBody(), permit, call);
		if (held == entity.getBody()) {
			return entity;
		}
		return (entity instanceof ResponseEntity<?> response)
				? new ResponseEntity<>(held, response.getHeaders(), response.getStatusCode())
				: new HttpEntity<>(held, entity.getHeaders());
	}

}
