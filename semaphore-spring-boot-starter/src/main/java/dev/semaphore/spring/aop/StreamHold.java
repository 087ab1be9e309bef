package dev.semaphore.spring.aop;

import java.util.stream.BaseStream;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * Streams: held until they are closed, as those are that stand on a cursor or a file. A
 * stream of the JDK that is never closed is told of when it has become garbage, and its
 * permit goes back then; of other kinds of streams nobody knows which object their work
 * hangs on.
 */
final class StreamHold implements Hold {

	@Override
	public @Nullable Object hold(@Nullable Object value, Permit permit, ReturnedCall call) {
		if (!(value instanceof BaseStream<?, ?> stream)) {
			permit.close();
			return value;
		}
		if (!stream.getClass().getName().startsWith("java.util.stream.")) {
			return stream.onClose(permit::close);
		}
		UnclosedResult unclosed = UnclosedResult.watch(stream, permit, call.method());
		return stream.onClose(unclosed::closed);
	}

}
