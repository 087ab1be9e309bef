package dev.semaphore.spring;

import java.io.Serial;

/**
 * The application cannot start as it is configured: a property, an annotation or a bean
 * is wrong. The message says what is wrong and what to do.
 */
public class SemaphoreConfigurationException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	/**
	 * Creates the exception.
	 * @param description what is wrong, in whole sentences: the thing, its value, where
	 * it stands
	 * @param action what to do about it, in whole sentences
	 */
	public SemaphoreConfigurationException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * What is wrong.
	 * @return whole sentences
	 */
	public String description() {
		return this.description;
	}

	/**
	 * What to do about it.
	 * @return whole sentences
	 */
	public String action() {
		return this.action;
	}

}
