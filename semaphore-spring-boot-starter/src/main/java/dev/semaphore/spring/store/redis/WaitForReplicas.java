package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.Objects;

/**
 * How many replicas are to know of a grant before its holder does.
 *
 * @param replicas how many, 0 or more; 0: nobody is waited for
 * @param timeout how long to wait for them, 1 ms or longer
 */
public record WaitForReplicas(int replicas, Duration timeout) {

	/** Nobody is waited for. */
	public static final WaitForReplicas NONE = new WaitForReplicas(0, Duration.ofMillis(100));

	/**
	 * Creates it.
	 */
	public WaitForReplicas {
		Objects.requireNonNull(timeout, "timeout");
		if (replicas < 0) {
			throw new IllegalArgumentException("wait-for-replicas must be 0 or more, but is " + replicas);
		}
		if (timeout.toMillis() < 1) {
			// to the server, 0 is for ever
			throw new IllegalArgumentException("replica-timeout must be 1ms or longer, but is " + timeout);
		}
	}

	boolean isAsked() {
		return this.replicas > 0;
	}

}
