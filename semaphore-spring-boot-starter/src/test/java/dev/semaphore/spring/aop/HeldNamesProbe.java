package dev.semaphore.spring.aop;

import java.util.stream.Collectors;

import dev.semaphore.SemaphoreRegistry;

/**
 * A bean that knows of which semaphores permits are held.
 */
class HeldNamesProbe {

	private final SemaphoreRegistry registry;

	HeldNamesProbe(SemaphoreRegistry registry) {
		this.registry = registry;
	}

	String held() {
		return this.registry.names()
			.stream()
			.filter((name) -> this.registry.get(name).snapshot().held() > 0)
			.collect(Collectors.joining(","));
	}

}
