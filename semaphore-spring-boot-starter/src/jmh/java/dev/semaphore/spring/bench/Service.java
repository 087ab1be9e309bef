package dev.semaphore.spring.bench;

/**
 * A bean whose method is limited, or not.
 */
public interface Service {

	/**
	 * Does next to nothing.
	 * @param argument any
	 * @return another
	 */
	int call(int argument);

}
