package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls a semaphore under stress in every way there is.
 */
final class StressedCaller {

	private static final String[] KEYS = { null, "a", "b", "c", "d" };

	private final CountingSemaphore semaphore;

	private final StressedInside inside;

	private final Random random;

	private final List<CompletableFuture<?>> futures = new ArrayList<>();

	/** Permits that are out, owned by nobody, since this caller forgot them. */
	private final AtomicInteger forgotten = new AtomicInteger();

	StressedCaller(CountingSemaphore semaphore, StressedInside inside, Random random) {
		this.semaphore = semaphore;
		this.inside = inside;
		this.random = random;
	}

	void call() {
		AcquireRequest request = request();
		switch (this.random.nextInt(8)) {
			case 0, 1, 2 -> block(request);
			case 3 -> attempt(request.weight());
			case 4, 5 -> chain(request, this.semaphore.acquireAsync(request));
			case 6 -> cancel(request);
			default -> release();
		}
	}

	/** Waits for what is under way, and gives back what is forgotten. */
	void end() {
		this.futures.forEach((future) -> future.orTimeout(60, TimeUnit.SECONDS).join());
		release();
	}

	private void block(AcquireRequest request) {
		this.inside.asked();
		try {
			pass(request, this.semaphore.acquire(request));
		}
		catch (PermitRejectedException ex) {
			this.inside.refused();
		}
		catch (InterruptedException ex) {
			this.inside.interrupted();
		}
	}

	private void attempt(int weight) {
		this.inside.asked();
		Permit permit = this.semaphore.tryAcquire(weight);
		if (permit != null) {
			pass(AcquireRequest.of(weight), permit);
		}
		else {
			this.inside.refused();
		}
	}

	private void cancel(AcquireRequest request) {
		CompletableFuture<Permit> future = this.semaphore.acquireAsync(request);
		if (future.cancel(false)) {
			this.inside.asked();
		}
		else {
			chain(request, future);
		}
	}

	private void chain(AcquireRequest request, CompletableFuture<Permit> future) {
		this.inside.asked();
		this.futures.add(future.handle((permit, failure) -> {
			if (permit != null) {
				pass(request, permit);
			}
			else {
				this.inside.refused();
			}
			return null;
		}));
	}

	private void release() {
		int permits = this.forgotten.getAndSet(0);
		if (permits > 0) {
			this.semaphore.release(permits);
		}
	}

	private void pass(AcquireRequest request, Permit permit) {
		boolean forget = permit.weight() % 3 == 2 && !request.exclusive();
		this.inside.passThrough(request, () -> {
			if (forget) {
				permit.forget();
				this.forgotten.addAndGet(permit.weight());
			}
			else {
				permit.close();
			}
		});
	}

	private AcquireRequest request() {
		return AcquireRequest.of(1 + this.random.nextInt(3))
			.withMaxWait(Duration.ofNanos(this.random.nextInt(4) * 200_000L))
			.withKey(KEYS[this.random.nextInt(KEYS.length)])
			.withPriority(this.random.nextInt(4))
			.withExclusive(this.random.nextInt(16) == 0);
	}

}
