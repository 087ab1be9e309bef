package dev.semaphore;

import dev.semaphore.store.InMemoryPermitStore;
import dev.semaphore.store.PermitStore;

/**
 * The store in memory lets no more in than there are permits.
 */
class InMemoryStoreFuzzTests extends SharedSemaphoreFuzz {

	private final InMemoryPermitStore store = new InMemoryPermitStore(System::nanoTime);

	@Override
	protected PermitStore store() {
		return this.store;
	}

}
