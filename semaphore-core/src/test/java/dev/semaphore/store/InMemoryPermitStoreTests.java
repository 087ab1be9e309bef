package dev.semaphore.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The store in memory holds to the contract.
 */
class InMemoryPermitStoreTests extends PermitStoreContract {

	private final AtomicLong now = new AtomicLong();

	private final InMemoryPermitStore store = new InMemoryPermitStore(this.now::get);

	@Override
	protected PermitStore store() {
		return this.store;
	}

	@Override
	protected void elapse(Duration duration) {
		this.now.addAndGet(duration.toNanos());
	}

	@Override
	protected void flush() {
		this.store.flush();
	}

}
