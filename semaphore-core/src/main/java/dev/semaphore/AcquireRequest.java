package dev.semaphore;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of a semaphore. Immutable; one that does not vary may be made once
 * and used for every call.
 *
 * @param weight how many permits, 1 or more; ignored by an exclusive request
 * @param maxWait how long to wait at the most, zero for not at all; null: as the policy
 * says
 * @param key the key the permits count for (a tenant, a user), or null
 * @param priority larger goes first in {@link QueueOrder#PRIORITY}; ignored otherwise
 * @param exclusive whether to take all permits there are
 * @param caller who asks, for people to read (a method), or null
 */
public record AcquireRequest(int weight, @Nullable Duration maxWait, @Nullable String key, int priority,
		boolean exclusive, @Nullable String caller) {

	private static final AcquireRequest ONE = new AcquireRequest(1, null, null, 0, false, null);

	/**
	 * Creates a request.
	 */
	public AcquireRequest {
		Arguments.weight(weight);
		if (maxWait != null) {
			Arguments.maxWait(maxWait);
		}
	}

	/**
	 * A request for one permit with everything else as the policy says.
	 * @return the request
	 */
	public static AcquireRequest one() {
		return ONE;
	}

	/**
	 * A request for some permits with everything else as the policy says.
	 * @param weight how many permits, 1 or more
	 * @return the request
	 */
	public static AcquireRequest of(int weight) {
		return (weight != 1) ? new AcquireRequest(weight, null, null, 0, false, null) : ONE;
	}

	/**
	 * A request for all permits there are, whatever the limit is when they are granted.
	 * @return the request
	 */
	public static AcquireRequest ofAll() {
		return ONE.withExclusive(true);
	}

	/**
	 * This request with another weight.
	 * @param weight how many permits, 1 or more
	 * @return the request
	 */
	public AcquireRequest withWeight(int weight) {
		return new AcquireRequest(weight, this.maxWait, this.key, this.priority, this.exclusive, this.caller);
	}

	/**
	 * This request with another max wait.
	 * @param maxWait how long to wait at the most, zero for not at all; null: as the
	 * policy says
	 * @return the request
	 */
	public AcquireRequest withMaxWait(@Nullable Duration maxWait) {
		return new AcquireRequest(this.weight, maxWait, this.key, this.priority, this.exclusive, this.caller);
	}

	/**
	 * This request for another key.
	 * @param key the key, or null
	 * @return the request
	 */
	public AcquireRequest withKey(@Nullable String key) {
		return new AcquireRequest(this.weight, this.maxWait, key, this.priority, this.exclusive, this.caller);
	}

	/**
	 * This request with another priority.
	 * @param priority larger goes first
	 * @return the request
	 */
	public AcquireRequest withPriority(int priority) {
		return new AcquireRequest(this.weight, this.maxWait, this.key, priority, this.exclusive, this.caller);
	}

	/**
	 * This request, exclusive or not.
	 * @param exclusive whether to take all permits there are
	 * @return the request
	 */
	public AcquireRequest withExclusive(boolean exclusive) {
		return new AcquireRequest(this.weight, this.maxWait, this.key, this.priority, exclusive, this.caller);
	}

	/**
	 * This request on behalf of another caller.
	 * @param caller who asks, for people to read, or null
	 * @return the request
	 */
	public AcquireRequest withCaller(@Nullable String caller) {
		return new AcquireRequest(this.weight, this.maxWait, this.key, this.priority, this.exclusive, caller);
	}

}
