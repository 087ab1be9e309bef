package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@link StreamingResponseBody}: held until it is written, or writing it has failed.
 */
final class StreamingBodyHold implements Hold {

	@Override
	public boolean fits(Class<?> declared) {
		return declared == StreamingResponseBody.class;
	}

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (value instanceof StreamingResponseBody body) {
			TaskPermit task = TaskPermit.keep(permit, call);
			return (StreamingResponseBody) (output) -> {
				try (Permit used = task.use()) {
					body.writeTo(output);
				}
			};
		}
		permit.close();
		return value;
	}

}
