package dev.semaphore.spring.autoconfigure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;

import org.springframework.core.env.Environment;

/**
 * Brings the limits of configured semaphores up to date with the environment, in place:
 * nobody loses a permit, and no semaphore is replaced. To be called when the environment
 * has changed. Only {@code permits} is read again; what else is configured, and new
 * semaphores, wait for the next start. Thread-safe.
 */
public final class SemaphoreRefresh {

	private final Environment environment;

	private final SemaphoreRegistry registry;

	private final List<SemaphorePolicyCustomizer> customizers;

	private final ReentrantLock lock = new ReentrantLock();

	/** The limits as the environment had them last. */
	private final Map<String, Integer> limits = new HashMap<>();

	SemaphoreRefresh(Environment environment, SemaphoreRegistry registry, List<SemaphorePolicyCustomizer> customizers,
			SemaphoreProperties properties) {
		this.environment = environment;
		this.registry = registry;
		this.customizers = customizers;
		this.limits.putAll(limits(properties));
	}

	/**
	 * Reads the environment again and changes the limits that are different there from
	 * what they were. Limits that an operator has changed meanwhile stay as they are
	 * unless the environment has changed too.
	 * @return the names of the semaphores whose limit was set, sorted
	 * @throws SemaphoreConfigurationException if something is wrong; nothing has changed
	 * then
	 */
	public Set<String> refresh() {
		this.lock.lock();
		try {
			Set<String> changed = new TreeSet<>();
			limits(SemaphorePropertiesCheck.checked(this.environment)).forEach((name, permits) -> {
				CountingSemaphore semaphore = this.registry.find(name);
				if (semaphore != null && !permits.equals(this.limits.put(name, permits))) {
					semaphore.resize(permits);
					changed.add(name);
				}
			});
			return changed;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Map<String, Integer> limits(SemaphoreProperties properties) {
		SemaphoreMaker maker = new SemaphoreMaker(properties.enabled(), this.customizers, List.of(), null,
				Runnable::run, new SharedBackends((types) -> Stream.empty()));
		Map<String, Integer> limits = new TreeMap<>();
		ConfiguredNames.in(this.environment)
			.forEach((name) -> limits.put(name, maker.policy(name, properties.instance(name)).permits()));
		return limits;
	}

}
