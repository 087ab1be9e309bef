package dev.semaphore.spring.aop;

import dev.semaphore.SemaphoreRegistry;

/**
 * Tells a body how many permits are held while it runs.
 */
public class HeldProbe {

	private final SemaphoreRegistry registry;

	public HeldProbe(SemaphoreRegistry registry) {
		this.registry = registry;
	}

	public int held() {
		return held("reports");
	}

	public int held(String semaphore) {
		return this.registry.get(semaphore).snapshot().held();
	}

}
