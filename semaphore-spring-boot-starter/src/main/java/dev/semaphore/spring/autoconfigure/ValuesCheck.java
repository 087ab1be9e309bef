package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.semaphore.LeaseOptions;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Backend;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Each value must be in its range, and those of one semaphore must fit together.
 */
final class ValuesCheck {

	private static final ConfigurationPropertyName DEFAULTS = ConfigurationPropertyName.of("semaphore.defaults");

	/** The service is busy, or the client asks too much. */
	private static final List<Integer> REJECTION_STATUSES = List.of(503, 429);

	/** Renewing more often would be all that a backend does. */
	private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

	private final Environment environment;

	private final PropertyOrigins origins;

	private final SemaphoreProperties properties;

	ValuesCheck(Environment environment, SemaphoreProperties properties) {
		this.environment = environment;
		this.origins = new PropertyOrigins(environment);
		this.properties = properties;
	}

	void run() {
		ranges(DEFAULTS, this.properties.defaults());
		for (String name : ConfiguredNames.in(this.environment)) {
			ConfigurationPropertyName prefix = ConfiguredNames.property(name);
			Instance instance = this.properties.instance(name);
			ranges(prefix, instance);
			fit(prefix, name, instance);
		}
	}

	private void ranges(ConfigurationPropertyName prefix, Instance instance) {
		atLeast(0, prefix, "permits", instance.permits());
		atLeast(0, prefix, "initial-permits", instance.initialPermits());
		atLeast(Duration.ZERO, prefix, "max-wait", instance.maxWait());
		atLeast(0, prefix, "max-queue", instance.maxQueue());
		atLeast(Duration.ZERO, prefix, "max-overtaking", instance.maxOvertaking());
		atLeast(Duration.ofNanos(1), prefix, "priority-aging", instance.priorityAging());
		atLeast(Duration.ofNanos(1), prefix, "hold-warning", instance.holdWarning());
		atLeast(Duration.ofNanos(1), prefix, "unsafe-max-hold", instance.unsafeMaxHold());
		atLeast(1, prefix, "permits-per-key", instance.permitsPerKey());
		atLeast(1, prefix, "max-keys", instance.maxKeys());
		atLeast(SHORTEST_LEASE, prefix, "lease", instance.lease());
		atLeast(Duration.ofMillis(1), prefix, "backend-timeout", instance.backendTimeout());
		oneOf(REJECTION_STATUSES, prefix, "rejection-status", instance.rejectionStatus());
	}

	private void atLeast(int least, ConfigurationPropertyName prefix, String key, @Nullable Integer value) {
		if (value != null && value < least) {
			throw new SemaphoreConfigurationException(describe(prefix, key) + " is " + value + ".",
					"Set it to " + least + " or more.");
		}
	}

	private void atLeast(Duration least, ConfigurationPropertyName prefix, String key, @Nullable Duration value) {
		if (value != null && value.compareTo(least) < 0) {
			throw new SemaphoreConfigurationException(describe(prefix, key) + " is " + value + ".", least.isZero()
					? "Set it to 0 or longer."
					: "Set it to " + ((least.toMillis() > 0) ? least.toMillis() + "ms or longer." : "longer than 0."));
		}
	}

	private void oneOf(List<Integer> values, ConfigurationPropertyName prefix, String key, @Nullable Integer value) {
		if (value != null && !values.contains(value)) {
			throw new SemaphoreConfigurationException(describe(prefix, key) + " is " + value + ".",
					"Set it to one of " + values + ".");
		}
	}

	private void fit(ConfigurationPropertyName prefix, String name, Instance instance) {
		if (instance.permits() == null) {
			throw new SemaphoreConfigurationException(
					"The semaphore '" + name + "' has no number of permits: "
							+ this.origins.describeFirstBeneath(prefix) + " is without the property 'permits'.",
					"Set " + prefix.append("permits") + " to how many permits may be held at once, 0 or more, or "
							+ DEFAULTS.append("permits") + " for all semaphores.");
		}
		if (instance.initialPermits() != null && instance.initialPermits() > instance.permits()) {
			throw new SemaphoreConfigurationException(
					"The semaphore '" + name + "' cannot begin with more permits than it has: "
							+ describe(prefix, "initial-permits") + " is " + instance.initialPermits() + ", but "
							+ describe(prefix, "permits") + " is " + instance.permits() + ".",
					"Lower initial-permits, or raise permits.");
		}
		fitLease(prefix, name, instance);
	}

	private void fitLease(ConfigurationPropertyName prefix, String name, Instance instance) {
		if (instance.backend() == null || instance.backend() == Backend.LOCAL) {
			return;
		}
		Duration lease = (instance.lease() != null) ? instance.lease() : LeaseOptions.defaults().lease();
		if (instance.backendTimeout() != null && instance.backendTimeout().compareTo(lease) >= 0) {
			throw new SemaphoreConfigurationException(
					"The semaphore '" + name + "' would lose its lease while it waits for an answer: "
							+ describe(prefix, "backend-timeout") + " is " + instance.backendTimeout()
							+ ", but the lease is " + lease + ".",
					"Make backend-timeout shorter than the lease, such as a quarter of it, or lease longer.");
		}
	}

	/**
	 * The property, or that of the defaults if the semaphore has it from there.
	 */
	private String describe(ConfigurationPropertyName prefix, String key) {
		ConfigurationPropertyName own = prefix.append(key);
		return this.origins.describe(this.origins.isSet(own) ? own : DEFAULTS.append(key));
	}

}
