package dev.semaphore.spring.actuate.endpoint;

/**
 * A backend did not say whether it has made a change.
 */
final class UnansweredChangeException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	UnansweredChangeException(String message, Throwable cause) {
		super(message, cause);
	}

}
