package dev.semaphore;

import dev.semaphore.store.InMemoryPermitStore;
import dev.semaphore.store.PermitStore;

/**
 * Instances that hand out what they have leased let no more in than there are permits.
 */
class LocalShareFuzzTests extends SharedSemaphoreFuzz {

	private final InMemoryPermitStore store = new InMemoryPermitStore(System::nanoTime);

	@Override
	protected PermitStore store() {
		return this.store;
	}

	@Override
	protected LeaseOptions leases() {
		return LeaseOptions.defaults().withLocalShare(true);
	}

	@Override
	protected int rounds() {
		return 60;
	}

	@Override
	protected int longestWaitMillis() {
		return 200;
	}

}
