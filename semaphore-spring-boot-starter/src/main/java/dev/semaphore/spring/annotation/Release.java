package dev.semaphore.spring.annotation;

/**
 * When a permit goes back that {@link Permits @Permits} took.
 */
public enum Release {

	/**
	 * When the work is over, as the method's return type tells: a plain value or
	 * {@code void} when the method returns, an asynchronous type when it completes.
	 */
	AUTO,

	/**
	 * When the method returns, whatever it returns.
	 */
	RETURN,

	/**
	 * When what the method returned has completed or is closed.
	 */
	COMPLETE,

	/**
	 * When the response of the current web request has been sent.
	 */
	RESPONSE

}
