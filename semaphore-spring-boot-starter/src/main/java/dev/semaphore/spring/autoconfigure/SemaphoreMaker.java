package dev.semaphore.spring.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreMode;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Makes semaphores from their properties, with what users' beans add.
 *
 * @param enabled whether the semaphores refuse anybody
 * @param policies asked in this order
 * @param options asked in this order
 * @param timeSource where the semaphores take time from, or null for the system's time
 * @param threads runs what waited without a thread
 * @param backends where permits are kept outside of this process
 */
record SemaphoreMaker(boolean enabled, List<SemaphorePolicyCustomizer> policies,
		List<SemaphoreOptionsCustomizer> options, @Nullable TimeSource timeSource, Executor threads,
		SharedBackends backends) {

	SemaphorePolicy policy(String name, Instance instance) {
		Integer permits = Objects.requireNonNull(instance.permits(), () -> "permits of '" + name + "'");
		SemaphorePolicy policy = instance.policy(permits);
		for (SemaphorePolicyCustomizer customizer : this.policies) {
			policy = customizer.customize(name, policy);
		}
		return this.enabled ? policy : policy.withMode(SemaphoreMode.OFF);
	}

	CountingSemaphore make(String name, SemaphorePolicy policy, Instance instance) {
		SemaphoreOptions result = SemaphoreOptions.defaults()
			.withExecutor(this.threads)
			.withTrackHolders(!Boolean.FALSE.equals(instance.trackHolders()) || instance.unsafeMaxHold() != null)
			.withWatchHolders(instance.holdWarning() != null || Boolean.TRUE.equals(instance.unsafeReleaseLeaked()));
		if (this.timeSource != null) {
			result = result.withTimeSource(this.timeSource);
		}
		for (SemaphoreOptionsCustomizer customizer : this.options) {
			result = customizer.customize(name, result);
		}
		return this.backends.isLocal(policy, instance) ? CountingSemaphore.create(name, policy, result)
				: this.backends.make(name, policy, result, instance);
	}

}
