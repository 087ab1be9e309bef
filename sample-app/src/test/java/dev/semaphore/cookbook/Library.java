package dev.semaphore.cookbook;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphorePolicy;

final class Library {

	static final AcquireRequest READER = AcquireRequest.one().withPriority(1000);

	static final AcquireRequest WRITER = AcquireRequest.ofAll();

	final CountingSemaphore desks;

	Library(QueueOrder order) {
		this.desks = CountingSemaphore.create("library", SemaphorePolicy.of(50).withOrder(order));
	}

	Permit read() throws InterruptedException {
		return this.desks.acquire(READER);
	}

	Permit write() throws InterruptedException {
		return this.desks.acquire(WRITER);
	}

}
