package dev.semaphore;

import java.io.Serial;

/**
 * More permits were released than were forgotten (POSIX: {@code EOVERFLOW}). Nothing has
 * changed.
 */
public class SemaphoreOverflowException extends IllegalStateException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param semaphore the name of the semaphore
	 * @param released how many permits were to be released
	 * @param forgotten how many were forgotten
	 */
	public SemaphoreOverflowException(String semaphore, int released, int forgotten) {
		super("Semaphore '" + semaphore + "' cannot release " + released + " permit(s): only " + forgotten
				+ " are forgotten. Close a permit to give it back; release is for those of forget()");
	}

}
