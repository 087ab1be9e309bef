package dev.semaphore;

import java.io.Serial;

/**
 * The store of a shared semaphore did not carry out a change, or nobody knows whether it
 * did. Callers that acquire get a {@link PermitRejectedException} instead.
 */
public class BackendUnavailableException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param semaphore the name of the semaphore
	 * @param backend the kind of store
	 * @param cause what went wrong
	 */
	public BackendUnavailableException(String semaphore, String backend, Throwable cause) {
		super("The " + backend + " backend of semaphore '" + semaphore + "' does not answer: " + cause
				+ ". Whether the change was made is not known; try again when it is back", cause);
	}

}
