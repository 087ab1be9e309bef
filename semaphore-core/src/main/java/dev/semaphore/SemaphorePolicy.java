package dev.semaphore;

import java.time.Duration;

/**
 * How a semaphore behaves: how many permits, who waits, for how long, in which order.
 * Immutable.
 *
 * @param permits the limit, 0 or more
 * @param initialPermits how many of them are free at first, 0 to {@code permits}; the
 * others are forgotten until {@link CountingSemaphore#release(int)}
 * @param maxWait how long callers wait that do not say otherwise, zero for not at all
 * @param maxQueue how many callers may wait at once, 0 or more
 * @param order who is served next
 * @param permitsPerKey how many permits one key may hold, 1 or more; more than
 * {@code permits} is as good as no limit
 * @param maxKeys how many keys are remembered at once, 1 or more
 * @param maxOvertaking how long newcomers may pass a waiter in
 * {@link QueueOrder#BARGING}, zero or longer
 * @param priorityAging how long a waiter waits to gain one priority in
 * {@link QueueOrder#PRIORITY}, longer than zero
 * @param mode whether anybody is refused
 */
public record SemaphorePolicy(int permits, int initialPermits, Duration maxWait, int maxQueue, QueueOrder order,
		int permitsPerKey, int maxKeys, Duration maxOvertaking, Duration priorityAging, SemaphoreMode mode) {

	private static final Duration MAX_WAIT = Duration.ofSeconds(1);

	private static final int MAX_QUEUE = 1000;

	private static final int MAX_KEYS = 10_000;

	private static final Duration MAX_OVERTAKING = Duration.ofMillis(10);

	private static final Duration PRIORITY_AGING = Duration.ofMillis(100);

	/**
	 * Creates a policy.
	 */
	public SemaphorePolicy {
		Arguments.notNegative("permits", permits);
		Arguments.notNegative("initialPermits", initialPermits);
		if (initialPermits > permits) {
			throw new IllegalArgumentException(
					"initialPermits must not exceed permits (" + permits + "), but is " + initialPermits);
		}
		Arguments.maxWait(maxWait);
		Arguments.notNegative("maxQueue", maxQueue);
		Arguments.given("order", order);
		if (permitsPerKey < 1) {
			throw new IllegalArgumentException("permitsPerKey must be 1 or more, but is " + permitsPerKey);
		}
		if (maxKeys < 1) {
			throw new IllegalArgumentException("maxKeys must be 1 or more, but is " + maxKeys);
		}
		Arguments.notNegative("maxOvertaking", maxOvertaking);
		Arguments.positive("priorityAging", priorityAging);
		Arguments.given("mode", mode);
	}

	/**
	 * A policy of so many permits: all free at first, max wait 1 s, max queue 1000, FIFO,
	 * no limit per key, 10,000 keys, overtaking for 10 ms, one priority gained each 100
	 * ms.
	 * @param permits the limit, 0 or more
	 * @return the policy
	 */
	public static SemaphorePolicy of(int permits) {
		return new SemaphorePolicy(permits, permits, MAX_WAIT, MAX_QUEUE, QueueOrder.FIFO, Integer.MAX_VALUE, MAX_KEYS,
				MAX_OVERTAKING, PRIORITY_AGING, SemaphoreMode.ENFORCE);
	}

	/**
	 * This policy with another limit. As many permits as before are kept out at first, if
	 * there are as many.
	 * @param permits the limit, 0 or more
	 * @return the policy
	 */
	public SemaphorePolicy withPermits(int permits) {
		int keptOut = this.permits - this.initialPermits;
		return new SemaphorePolicy(permits, Math.max(permits - keptOut, 0), this.maxWait, this.maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another number of permits free at first. 0 makes a gate that
	 * somebody opens with {@link CountingSemaphore#release(int)}.
	 * @param initialPermits how many, 0 to {@code permits}
	 * @return the policy
	 */
	public SemaphorePolicy withInitialPermits(int initialPermits) {
		return new SemaphorePolicy(this.permits, initialPermits, this.maxWait, this.maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another max wait.
	 * @param maxWait how long callers wait, zero for not at all
	 * @return the policy
	 */
	public SemaphorePolicy withMaxWait(Duration maxWait) {
		return new SemaphorePolicy(this.permits, this.initialPermits, maxWait, this.maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another bound of the queue.
	 * @param maxQueue how many callers may wait at once; 0: nobody waits
	 * @return the policy
	 */
	public SemaphorePolicy withMaxQueue(int maxQueue) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another order.
	 * @param order who is served next
	 * @return the policy
	 */
	public SemaphorePolicy withOrder(QueueOrder order) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, this.maxQueue, order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with a limit for each key. No key can fill the queue to the exclusion
	 * of others: when it is full, a newcomer whose key has at least two waiters fewer
	 * than the key that has most of them takes the place of the last in line there.
	 * @param permitsPerKey how many permits one key may hold, 1 or more
	 * @return the policy
	 */
	public SemaphorePolicy withPermitsPerKey(int permitsPerKey) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, this.maxQueue, this.order,
				permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another bound of the keys.
	 * @param maxKeys how many keys are remembered at once, 1 or more
	 * @return the policy
	 */
	public SemaphorePolicy withMaxKeys(int maxKeys) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, this.maxQueue, this.order,
				this.permitsPerKey, maxKeys, this.maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another bound of overtaking.
	 * @param maxOvertaking how long newcomers may pass a waiter in
	 * {@link QueueOrder#BARGING}, zero or longer
	 * @return the policy
	 */
	public SemaphorePolicy withMaxOvertaking(Duration maxOvertaking) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, this.maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, maxOvertaking, this.priorityAging, this.mode);
	}

	/**
	 * This policy with another aging of priorities.
	 * @param priorityAging how long a waiter waits to gain one priority, longer than zero
	 * @return the policy
	 */
	public SemaphorePolicy withPriorityAging(Duration priorityAging) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, this.maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, priorityAging, this.mode);
	}

	/**
	 * This policy in another mode.
	 * @param mode whether anybody is refused
	 * @return the policy
	 */
	public SemaphorePolicy withMode(SemaphoreMode mode) {
		return new SemaphorePolicy(this.permits, this.initialPermits, this.maxWait, this.maxQueue, this.order,
				this.permitsPerKey, this.maxKeys, this.maxOvertaking, this.priorityAging, mode);
	}

}
