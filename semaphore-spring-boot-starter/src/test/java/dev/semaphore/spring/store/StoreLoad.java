package dev.semaphore.spring.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.store.PermitStore;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances of an application that take the permits of one semaphore all the time
 * while their store has to suffer. Leases are so long that none ends in between.
 */
public final class StoreLoad implements AutoCloseable {

	private static final int PERMITS = 2;

	private static final int THREADS_EACH = 2;

	/** So many grants show that there is progress. */
	private static final int PROGRESS = 20;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger mostInside = new AtomicInteger();

	private final AtomicInteger served = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger lost = new AtomicInteger();

	private final Set<Long> tokens = ConcurrentHashMap.newKeySet();

	private final List<SharedSemaphore> instances = new ArrayList<>();

	private final List<CompletableFuture<Void>> workers = new ArrayList<>();

	private volatile boolean ended;

	/**
	 * Begins.
	 * @param semaphore its name
	 * @param stores that of each instance
	 */
	public StoreLoad(String semaphore, List<? extends PermitStore> stores) {
		for (PermitStore store : stores) {
			LeaseOptions leases = LeaseOptions.defaults()
				.withInstance("instance-" + this.instances.size())
				.withLease(Duration.ofMinutes(10))
				.withTimeout(Duration.ofSeconds(2));
			this.instances.add(CountingSemaphore.create(semaphore, SemaphorePolicy.of(PERMITS),
					SemaphoreOptions.defaults(), store, leases));
		}
		for (SharedSemaphore instance : this.instances) {
			for (int i = 0; i < THREADS_EACH; i++) {
				CompletableFuture<Void> worker = new CompletableFuture<>();
				this.workers.add(worker);
				new Thread(() -> work(instance, worker)).start();
			}
		}
	}

	/** Waits until there were further grants. */
	public void awaitProgress() {
		int before = this.served.get();
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.served.get() >= before + PROGRESS
					|| this.workers.stream().anyMatch(CompletableFuture::isDone));
		assertThat(this.workers).noneMatch(CompletableFuture::isCompletedExceptionally);
	}

	/** Waits until somebody was refused because the store is away. */
	public void awaitRefusal() {
		int before = this.refused.get();
		Awaitility.await().atMost(PATIENCE).until(() -> this.refused.get() > before);
	}

	/** Ends, and looks at what it was like. */
	@Override
	public void close() {
		this.ended = true;
		this.workers.forEach((worker) -> worker.orTimeout(2, TimeUnit.MINUTES).join());
		assertThat(this.mostInside.get()).isBetween(1, PERMITS);
		assertThat(this.lost).hasValue(0);
		assertThat(this.tokens).hasSize(this.served.get());
		for (SharedSemaphore instance : this.instances) {
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				assertThat(instance.snapshot().available()).isEqualTo(PERMITS);
				assertThat(instance.snapshot().queueLength()).isZero();
			});
		}
		this.instances.forEach(SharedSemaphore::leave);
	}

	private void work(SharedSemaphore instance, CompletableFuture<Void> end) {
		try {
			while (!this.ended) {
				turn(instance);
			}
			end.complete(null);
		}
		catch (Throwable ex) {
			end.completeExceptionally(ex);
		}
	}

	private void turn(SharedSemaphore instance) throws InterruptedException {
		try (Permit permit = instance.acquire(1, Duration.ofSeconds(5))) {
			this.mostInside.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
			this.tokens.add(permit.fencingToken().orElseThrow());
			this.served.incrementAndGet();
			if (permit.lost()) {
				this.lost.incrementAndGet();
			}
			this.inside.decrementAndGet();
		}
		catch (PermitRejectedException ex) {
			if (ex.reason() == RejectionReason.BACKEND_UNAVAILABLE) {
				this.refused.incrementAndGet();
			}
			// at once, and so not to be asked all the time
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
		}
	}

}
