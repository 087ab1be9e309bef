package dev.semaphore.spring.aop;

import dev.semaphore.spring.SemaphoreConfigurationException;

/**
 * Where an annotation holds, to be named in messages.
 *
 * @param semaphore the name of the semaphore
 * @param method the method
 */
record AnnotationSite(String semaphore, GuardedMethod method) implements Site {

	/**
	 * A start-up mistake at this place.
	 * @param mistake what is wrong, as the end of a sentence that begins with the place
	 * @param action what to do, in whole sentences
	 */
	SemaphoreConfigurationException mistake(String mistake, String action) {
		return new SemaphoreConfigurationException(this + " " + mistake, action);
	}

	@Override
	public String toString() {
		return "@Permits(\"" + this.semaphore + "\") on " + this.method;
	}

}
