package dev.semaphore.cookbook;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;

final class HandOver<T> {

	private final CountingSemaphore empty = CountingSemaphore.create("empty", SemaphorePolicy.of(1));

	private final CountingSemaphore full = CountingSemaphore.create("full",
			SemaphorePolicy.of(1).withInitialPermits(0));

	private T item;

	void pass(T item) throws InterruptedException {
		this.empty.acquire().forget();
		this.item = item; // no lock: a release happens before the acquire that it lets in
		this.full.release(1);
	}

	T receive() throws InterruptedException {
		this.full.acquire().forget();
		T received = this.item;
		this.empty.release(1);
		return received;
	}

}
