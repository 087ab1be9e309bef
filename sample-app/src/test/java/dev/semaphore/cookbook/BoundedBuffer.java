package dev.semaphore.cookbook;

import java.util.ArrayDeque;
import java.util.Queue;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;

final class BoundedBuffer<T> {

	private final CountingSemaphore free;

	private final CountingSemaphore filled;

	private final CountingSemaphore mutex = CountingSemaphore.create("buffer.mutex", SemaphorePolicy.of(1));

	private final Queue<T> items = new ArrayDeque<>();

	BoundedBuffer(int capacity) {
		this.free = CountingSemaphore.create("buffer.free", SemaphorePolicy.of(capacity));
		this.filled = CountingSemaphore.create("buffer.filled", SemaphorePolicy.of(capacity).withInitialPermits(0));
	}

	void put(T item) throws InterruptedException {
		Permit slot = this.free.acquire(); // before the mutex: the other way round, a
											// full buffer locks its readers out
		try (Permit alone = this.mutex.acquire()) {
			this.items.add(item);
			slot.forget();
		}
		finally {
			slot.close(); // does nothing once forgotten
		}
		this.filled.release(1);
	}

	T take() throws InterruptedException {
		Permit item = this.filled.acquire();
		T taken;
		try (Permit alone = this.mutex.acquire()) {
			taken = this.items.remove();
			item.forget();
		}
		finally {
			item.close();
		}
		this.free.release(1);
		return taken;
	}

}
