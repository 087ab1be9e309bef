package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;

/**
 * The kinds of threads that this JDK has, for tests that must hold on each.
 */
final class ThreadKinds {

	private static final ThreadFactory PLATFORM = (task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	};

	private ThreadKinds() {
	}

	static Stream<Named<ThreadFactory>> all() {
		List<Named<ThreadFactory>> kinds = new ArrayList<>();
		kinds.add(Named.of("platform threads", PLATFORM));
		if (Runtime.version().feature() >= 21) {
			kinds.add(Named.of("virtual threads", virtual()));
		}
		return kinds.stream();
	}

	static ThreadFactory platform() {
		return PLATFORM;
	}

	/* By reflection: the tests are compiled for a JDK that has none. */
	private static ThreadFactory virtual() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
