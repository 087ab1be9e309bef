package dev.semaphore.spring.aop;

import java.io.IOException;
import java.io.OutputStream;

import dev.semaphore.Permit;

import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@link StreamingResponseBody}: held until it is written, or writing it has failed.
 */
final class StreamingBodyHold implements Hold<StreamingResponseBody> {

	@Override
	public Class<StreamingResponseBody> type() {
		return StreamingResponseBody.class;
	}

	@Override
	public boolean fits(Class<?> declared) {
		return declared == StreamingResponseBody.class;
	}

	@Override
	public StreamingResponseBody hold(StreamingResponseBody value, Permit permit, ReturnedCall call) {
		TaskPermit task = TaskPermit.keep(permit, call);
		return (output) -> write(value, output, task);
	}

	@Override
	public Object holdUndeclared(StreamingResponseBody value, Permit permit, ReturnedCall call) {
		if (HeldValue.isMerely(value, StreamingResponseBody.class)) {
			return hold(value, permit, call);
		}
		permit.close();
		return value;
	}

	private static void write(StreamingResponseBody body, OutputStream output, TaskPermit task) throws IOException {
		try {
			task.run(() -> {
				body.writeTo(output);
				return body;
			});
		}
		catch (IOException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
