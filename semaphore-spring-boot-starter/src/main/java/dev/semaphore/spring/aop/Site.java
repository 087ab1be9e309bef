package dev.semaphore.spring.aop;

/**
 * Where permits are asked for. Its text names it in messages.
 */
interface Site {

	/**
	 * The name of the semaphore.
	 */
	String semaphore();

}
