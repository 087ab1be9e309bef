package dev.semaphore.spring.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import org.jspecify.annotations.Nullable;

/**
 * The semaphores that are configured in one context. Where a parent context has one of
 * the same name with the same settings, it is that one: one name, one number of permits.
 */
final class ConfiguredSemaphores {

	static final String BEAN_NAME = "semaphore.configured";

	private final Map<String, Configured> semaphores = new TreeMap<>();

	private final @Nullable ConfiguredSemaphores parent;

	ConfiguredSemaphores(@Nullable ConfiguredSemaphores parent) {
		this.parent = parent;
	}

	/**
	 * Makes a semaphore, or takes that of the parent.
	 */
	void add(String name, Instance instance, SemaphoreMaker maker) {
		SemaphorePolicy policy = maker.policy(name, instance);
		Configured inherited = (this.parent != null) ? this.parent.semaphores.get(name) : null;
		if (inherited != null && inherited.instance.equals(instance) && inherited.policy.equals(policy)) {
			this.semaphores.put(name, new Configured(instance, policy, inherited.semaphore, true));
		}
		else {
			this.semaphores.put(name, new Configured(instance, policy, maker.make(name, policy, instance), false));
		}
	}

	/**
	 * The semaphore of a configured name. Called for each semaphore's bean definition.
	 */
	CountingSemaphore get(String name) {
		Configured configured = this.semaphores.get(name);
		if (configured == null) {
			throw new IllegalStateException("'" + name + "' was configured when beans were defined, but is no longer");
		}
		return configured.semaphore;
	}

	/**
	 * Registers those that are not the parent's.
	 */
	void registerIn(SemaphoreRegistry registry) {
		this.semaphores.values()
			.stream()
			.filter((configured) -> !configured.inherited)
			.forEach((configured) -> registry.register(configured.semaphore));
	}

	private record Configured(Instance instance, SemaphorePolicy policy, CountingSemaphore semaphore,
			boolean inherited) {
	}

}
