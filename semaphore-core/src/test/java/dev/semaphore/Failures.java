package dev.semaphore;

/**
 * Throws what the compiler would not let through: not every language on the JVM declares
 * its exceptions.
 */
final class Failures {

	private Failures() {
	}

	@SuppressWarnings("unchecked")
	static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

}
