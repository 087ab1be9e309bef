package dev.semaphore.spring.aop;

import java.lang.reflect.Method;

import dev.semaphore.spring.SemaphoreConfigurationException;

/**
 * Where an annotation holds, to be named in messages.
 *
 * @param semaphore the name of the semaphore
 * @param method the method
 * @param declared the method as the annotation knows it: of an interface, if it stands
 * there
 */
record AnnotationSite(String semaphore, GuardedMethod method, Method declared) implements Site {

	AnnotationSite(String semaphore, GuardedMethod method) {
		this(semaphore, method, method.method());
	}

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
