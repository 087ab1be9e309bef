package dev.semaphore.cookbook;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;

final class WordsOfOthers {

	final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(4)); // sem_init

	int posix() throws InterruptedException {
		Permit waited = this.semaphore.acquire(); // sem_wait
		Permit tried = this.semaphore.tryAcquire(); // sem_trywait: null for EAGAIN
		Permit timed = this.semaphore.acquire(1, Duration.ofSeconds(2)); // sem_timedwait
		int value = this.semaphore.snapshot().available(); // sem_getvalue
		waited.forget(); // as POSIX has it, a permit is nobody's
		tried.forget();
		timed.forget();
		this.semaphore.release(3); // sem_post; 4 would be EOVERFLOW
		return value;
	}

	void linux() throws InterruptedException {
		Permit stubborn = this.semaphore.acquireUninterruptibly(AcquireRequest.one()); // down
		Permit patient = this.semaphore.acquire(); // down_interruptible, down_killable
		Permit hasty = this.semaphore.tryAcquire(); // down_trylock
		Permit timed = this.semaphore.acquire(1, Duration.ofSeconds(2)); // down_timeout
		stubborn.close(); // up
		patient.close();
		hasty.close();
		timed.close();
	}

	int java() throws InterruptedException {
		this.semaphore.acquire(3).close(); // acquire(3), release(3)
		Permit rest = this.semaphore.drain(); // drainPermits
		this.semaphore.resize(2); // reducePermits(2)
		int owed = this.semaphore.snapshot().available(); // availablePermits
		rest.close();
		this.semaphore.resize(4);
		return owed;
	}

	int windows() {
		CountingSemaphore starting = CountingSemaphore.create("starting", // CreateSemaphore
				SemaphorePolicy.of(4).withInitialPermits(0)); // initial 0, maximum 4
		starting.release(4); // ReleaseSemaphore, when the application has started
		return starting.snapshot().available();
	}

	boolean go() throws InterruptedException {
		this.semaphore.acquire().close(); // tokens <- token, then <-tokens
		Permit one = this.semaphore.acquire();
		Duration patience = Duration.ofMinutes(1);
		var wide = this.semaphore.acquireAsync(4, patience); // Acquire(ctx, 4) waits
		boolean passed = this.semaphore.tryAcquire() != null; // TryAcquire(1): false
		one.close(); // Release(1)
		wide.join().close();
		return passed;
	}

	CompletableFuture<String> python() throws InterruptedException {
		try (Permit permit = this.semaphore.acquire()) { // with
			return this.semaphore.acquireAsync(1, Duration.ofSeconds(2)) // async with
				.thenApply((another) -> {
					another.close();
					return "no thread waited";
				});
		}
	}

}
