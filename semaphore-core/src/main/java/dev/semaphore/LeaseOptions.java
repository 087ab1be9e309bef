package dev.semaphore;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * How a semaphore uses a shared store. Immutable.
 *
 * @param instance the name of this instance of the application, unique among all that
 * ever use the store, not blank
 * @param lease how long permits stay taken when the instance is heard of no more; it
 * renews them long before
 * @param timeout how long to wait for an answer of the store, above zero and shorter than
 * the lease
 * @param recheck how often to look whether waiters were granted something that this
 * instance was not told of, above zero
 * @param onBackendFailure what happens to callers while the store does not answer
 * @param onLeaseLost what happens to holders whose lease is lost
 * @param mayBlock whether the current thread may wait for an answer of the store
 * @param localShare whether the instance leases permits from the store in blocks and
 * hands them out in its process: faster, and first come, first served only within an
 * instance. Callers must be refused while the store is away
 */
public record LeaseOptions(String instance, Duration lease, Duration timeout, Duration recheck,
		BackendFailurePolicy onBackendFailure, LeaseLossAction onLeaseLost, BooleanSupplier mayBlock,
		boolean localShare) {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration RECHECK = Duration.ofSeconds(1);

	/**
	 * Creates options.
	 */
	public LeaseOptions {
		Arguments.name(instance);
		Arguments.positive("lease", lease);
		Arguments.positive("timeout", timeout);
		Arguments.positive("recheck", recheck);
		if (timeout.compareTo(lease) >= 0) {
			throw new IllegalArgumentException(
					"timeout must be shorter than the lease (" + lease + "), but is " + timeout);
		}
		Objects.requireNonNull(onBackendFailure, "onBackendFailure");
		Objects.requireNonNull(onLeaseLost, "onLeaseLost");
		Objects.requireNonNull(mayBlock, "mayBlock");
		if (localShare && onBackendFailure != BackendFailurePolicy.REJECT) {
			throw new IllegalArgumentException("With a local share callers are refused while the store is away, but"
					+ " onBackendFailure is " + onBackendFailure + ": who is let in then has no permit to be shared");
		}
	}

	/**
	 * An instance with a name of its own at each call, a lease of 30 s, one second for an
	 * answer and between looks, callers refused while the store is away, every thread may
	 * block.
	 * @return the options
	 */
	public static LeaseOptions defaults() {
		return new LeaseOptions(UUID.randomUUID().toString(), LEASE, TIMEOUT, RECHECK, BackendFailurePolicy.REJECT,
				LeaseLossAction.REPORT, () -> true, false);
	}

	/**
	 * These options for another instance.
	 * @param instance its name, not blank
	 * @return the options
	 */
	public LeaseOptions withInstance(String instance) {
		return new LeaseOptions(instance, this.lease, this.timeout, this.recheck, this.onBackendFailure,
				this.onLeaseLost, this.mayBlock, this.localShare);
	}

	/**
	 * These options with another lease, and a time-out of a quarter of it if that is
	 * shorter than the present one.
	 * @param lease longer than zero
	 * @return the options
	 */
	public LeaseOptions withLease(Duration lease) {
		Duration quarter = Arguments.positive("lease", lease).dividedBy(4);
		Duration timeout = (quarter.compareTo(this.timeout) < 0) ? quarter : this.timeout;
		return new LeaseOptions(this.instance, lease, timeout, this.recheck, this.onBackendFailure, this.onLeaseLost,
				this.mayBlock, this.localShare);
	}

	/**
	 * These options with another time-out.
	 * @param timeout longer than zero and shorter than the lease
	 * @return the options
	 */
	public LeaseOptions withTimeout(Duration timeout) {
		return new LeaseOptions(this.instance, this.lease, timeout, this.recheck, this.onBackendFailure,
				this.onLeaseLost, this.mayBlock, this.localShare);
	}

	/**
	 * These options with another interval of looking for grants.
	 * @param recheck longer than zero
	 * @return the options
	 */
	public LeaseOptions withRecheck(Duration recheck) {
		return new LeaseOptions(this.instance, this.lease, this.timeout, recheck, this.onBackendFailure,
				this.onLeaseLost, this.mayBlock, this.localShare);
	}

	/**
	 * These options with another policy for failures.
	 * @param onBackendFailure what happens to callers while the store does not answer
	 * @return the options
	 */
	public LeaseOptions withOnBackendFailure(BackendFailurePolicy onBackendFailure) {
		return new LeaseOptions(this.instance, this.lease, this.timeout, this.recheck, onBackendFailure,
				this.onLeaseLost, this.mayBlock, this.localShare);
	}

	/**
	 * These options with another action for lost leases.
	 * @param onLeaseLost what happens to holders whose lease is lost
	 * @return the options
	 */
	public LeaseOptions withOnLeaseLost(LeaseLossAction onLeaseLost) {
		return new LeaseOptions(this.instance, this.lease, this.timeout, this.recheck, this.onBackendFailure,
				onLeaseLost, this.mayBlock, this.localShare);
	}

	/**
	 * These options with another judge of threads.
	 * @param mayBlock whether the current thread may wait for an answer of the store
	 * @return the options
	 */
	public LeaseOptions withMayBlock(BooleanSupplier mayBlock) {
		return new LeaseOptions(this.instance, this.lease, this.timeout, this.recheck, this.onBackendFailure,
				this.onLeaseLost, mayBlock, this.localShare);
	}

	/**
	 * These options, handing out permits within the instance or not.
	 * @param localShare whether permits are leased in blocks
	 * @return the options
	 */
	public LeaseOptions withLocalShare(boolean localShare) {
		return new LeaseOptions(this.instance, this.lease, this.timeout, this.recheck, this.onBackendFailure,
				this.onLeaseLost, this.mayBlock, localShare);
	}

}
