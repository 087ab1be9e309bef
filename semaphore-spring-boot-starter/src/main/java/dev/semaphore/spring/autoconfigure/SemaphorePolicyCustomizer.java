package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphorePolicy;

/**
 * Changes the policies of configured semaphores before they are made. Beans of this type
 * are asked in their order, each is given what the one before returned.
 */
@FunctionalInterface
public interface SemaphorePolicyCustomizer {

	/**
	 * The policy a semaphore is to have.
	 * @param name the name of the semaphore
	 * @param policy the policy as configured
	 * @return that policy, or another one
	 */
	SemaphorePolicy customize(String name, SemaphorePolicy policy);

}
