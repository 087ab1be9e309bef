package dev.semaphore.spring.aop;

import java.util.stream.BaseStream;

import dev.semaphore.Permit;

/**
 * Streams: held until they are closed, as those are that stand on a cursor or a file. A
 * stream of the JDK that is never closed is told of when it has become garbage, and its
 * permit goes back then; of other kinds of streams nobody knows which object their work
 * hangs on.
 */
final class StreamHold implements Hold<BaseStream<?, ?>> {

	@Override
	public Class<? super BaseStream<?, ?>> type() {
		return BaseStream.class;
	}

	@Override
	public Object hold(BaseStream<?, ?> value, Permit permit, ReturnedCall call) {
		if (!value.getClass().getName().startsWith("java.util.stream.")) {
			return value.onClose(permit::close);
		}
		AbandonedResult abandoned = AbandonedResult.unclosed(permit, call.method());
		BaseStream<?, ?> stream = value.onClose(abandoned::ended);
		abandoned.watch(stream);
		return stream;
	}

}
