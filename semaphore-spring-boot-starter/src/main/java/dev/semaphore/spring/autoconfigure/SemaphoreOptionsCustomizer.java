package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphoreOptions;

/**
 * Changes the options of configured semaphores before they are made: their time source,
 * executor and listeners. Beans of this type are asked in their order, each is given what
 * the one before returned.
 * <p>
 * A {@link dev.semaphore.SemaphoreListener} bean listens to every semaphore and needs no
 * customizer; nor does a single {@link dev.semaphore.TimeSource} bean.
 */
@FunctionalInterface
public interface SemaphoreOptionsCustomizer {

	/**
	 * The options a semaphore is to have.
	 * @param name the name of the semaphore
	 * @param options the options as configured
	 * @return those options, or others
	 */
	SemaphoreOptions customize(String name, SemaphoreOptions options);

}
