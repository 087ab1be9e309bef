package dev.semaphore;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Logs what fails in other people's code, and cannot fail itself: behind what failed
 * stand others who wait to be told of their permits.
 */
final class Warnings {

	private static final Logger LOGGER = System.getLogger(CountingSemaphore.class.getName());

	private Warnings() {
	}

	static void log(String message, Throwable failure) {
		try {
			LOGGER.log(Level.WARNING, message, failure);
		}
		catch (Throwable ex) {
			// an appender that fails, or a failure that cannot be printed
		}
	}

}
