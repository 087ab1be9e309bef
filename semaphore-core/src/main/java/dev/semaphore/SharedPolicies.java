package dev.semaphore;

/**
 * Which policies hold over a shared store.
 */
final class SharedPolicies {

	private SharedPolicies() {
	}

	static SemaphorePolicy check(String name, SemaphorePolicy policy) {
		if (policy.order() != QueueOrder.FIFO) {
			throw refusal(name, "serves in the order FIFO, not " + policy.order(), "set the order to FIFO");
		}
		if (policy.permitsPerKey() != Integer.MAX_VALUE) {
			throw refusal(name, "has no permits per key, but " + policy.permitsPerKey() + " are asked for",
					"leave out the permits per key");
		}
		if (policy.mode() == SemaphoreMode.DRY_RUN) {
			throw refusal(name, "has no dry run", "enforce the limit");
		}
		return policy;
	}

	private static IllegalArgumentException refusal(String name, String problem, String remedy) {
		return new IllegalArgumentException("Semaphore '" + name + "' in a shared store " + problem + ": " + remedy
				+ ", or keep its permits in the process");
	}

}
