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
	 * When the method returns, whatever it returns. Not for suspending functions.
	 */
	RETURN,

	/**
	 * When what the method returned has completed, or is closed: {@link AutoCloseable}
	 * results too, if the method declares an interface.
	 */
	COMPLETE,

	/**
	 * When the response of the current web request has been written, its asynchronous
	 * part included. As {@link #AUTO} where there is no such request. For Spring MVC.
	 */
	RESPONSE

}
