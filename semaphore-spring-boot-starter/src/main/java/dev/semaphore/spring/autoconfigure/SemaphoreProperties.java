package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphorePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All that is configured under {@code semaphore}.
 *
 * @param enabled whether methods are guarded; if not, the annotations are ignored, but
 * the semaphores are there to be injected
 * @param defaults what holds for every semaphore that does not say otherwise; any
 * property of an instance
 * @param instances the semaphores, by name: lower-case letters, digits, dots and dashes,
 * beginning with a letter or digit; a name with dots stands in square brackets
 */
@ConfigurationProperties("semaphore")
public record SemaphoreProperties(@DefaultValue("true") boolean enabled, @DefaultValue Instance defaults,
		@DefaultValue Map<String, Instance> instances) {

	private static final Instance NOTHING_SAID = new Instance(null, null, null, null, null, null, null);

	/**
	 * What holds for a semaphore: its own properties, and the defaults where it has none.
	 * @param name the name of the semaphore; for one that is not configured the defaults
	 * hold
	 * @return its properties; null where neither says anything
	 */
	public Instance instance(String name) {
		return this.instances.getOrDefault(name, NOTHING_SAID).orElse(this.defaults);
	}

	/**
	 * The properties of one semaphore.
	 *
	 * @param permits how many permits there are, 0 or more; required
	 * @param initialPermits how many of the permits are free at first, 0 to permits; all
	 * unless said
	 * @param maxWait how long callers wait that do not say otherwise; 0 refuses at once
	 * @param maxQueue how many callers may wait at once; 0: nobody waits
	 * @param order who is served next when callers wait
	 * @param trackHolders whether the endpoint shows who holds permits, and since when
	 * @param backend where the permits are kept
	 */
	public record Instance(@Nullable Integer permits, @Nullable Integer initialPermits, @Nullable Duration maxWait,
			@Nullable Integer maxQueue, @Nullable QueueOrder order, @Nullable Boolean trackHolders,
			@Nullable Backend backend) {

		Instance orElse(Instance defaults) {
			return new Instance(either(this.permits, defaults.permits),
					either(this.initialPermits, defaults.initialPermits), either(this.maxWait, defaults.maxWait),
					either(this.maxQueue, defaults.maxQueue), either(this.order, defaults.order),
					either(this.trackHolders, defaults.trackHolders), either(this.backend, defaults.backend));
		}

		SemaphorePolicy policy(int permits) {
			SemaphorePolicy policy = SemaphorePolicy.of(permits);
			policy = (this.initialPermits != null) ? policy.withInitialPermits(this.initialPermits) : policy;
			policy = (this.maxWait != null) ? policy.withMaxWait(this.maxWait) : policy;
			policy = (this.maxQueue != null) ? policy.withMaxQueue(this.maxQueue) : policy;
			return (this.order != null) ? policy.withOrder(this.order) : policy;
		}

		private static <T> @Nullable T either(@Nullable T own, @Nullable T fallback) {
			return (own != null) ? own : fallback;
		}

	}

	/**
	 * Where permits are kept.
	 */
	public enum Backend {

		/**
		 * In this process.
		 */
		LOCAL

	}

}
