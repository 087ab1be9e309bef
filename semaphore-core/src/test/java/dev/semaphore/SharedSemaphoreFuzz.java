package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.store.PermitStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many clients in several instances use one semaphore over a store at once. A plain
 * counter that one permit guards would come out wrong if the store let two in.
 */
public abstract class SharedSemaphoreFuzz {

	private static final int INSTANCES = 4;

	private static final int CLIENTS_EACH = 4;

	/** Each so many rounds a client waits for as long as it takes. */
	private static final int PATIENT = 10;

	private final String name = "fuzz-" + UUID.randomUUID();

	private int plainCounter;

	/**
	 * A client of the store under test, with connections of its own where that matters.
	 * @return the store
	 */
	protected abstract PermitStore store();

	/**
	 * How often each client takes a permit.
	 * @return the number
	 */
	protected int rounds() {
		return 500;
	}

	/**
	 * How long clients wait at the most, if they may give up: several times as long as a
	 * call takes.
	 * @return the time, in milliseconds
	 */
	protected int longestWaitMillis() {
		return 20;
	}

	/**
	 * How instances use the store.
	 * @return the options, of which instance and time-out do not matter
	 */
	protected LeaseOptions leases() {
		return LeaseOptions.defaults();
	}

	@Test
	void onePermitGuardsAPlainCounter() {
		List<SharedSemaphore> instances = instances(1);
		ConcurrentLinkedQueue<Long> tokens = new ConcurrentLinkedQueue<>();
		Crew.perform(Thread::new, INSTANCES * CLIENTS_EACH, (number) -> {
			SharedSemaphore semaphore = instances.get(number % INSTANCES);
			for (int i = 0; i < rounds(); i++) {
				try (Permit permit = semaphore.acquire()) {
					int before = this.plainCounter;
					tokens.add(permit.fencingToken().orElseThrow());
					Thread.onSpinWait();
					this.plainCounter = before + 1;
				}
			}
		});
		assertThat(this.plainCounter).isEqualTo(INSTANCES * CLIENTS_EACH * rounds());
		assertThat(List.copyOf(tokens)).isSorted();
		assertThat(leases().localShare() || Set.copyOf(tokens).size() == tokens.size()).isTrue();
		instances.forEach(Numbers::awaitAtRest);
		instances.forEach(SharedSemaphore::leave);
	}

	@Test
	void whateverClientsDoNoMoreThanThePermitsAreInsideAndAllComeBack() {
		List<SharedSemaphore> instances = instances(4);
		Occupancy inside = new Occupancy();
		AtomicInteger served = new AtomicInteger();
		Crew.perform(Thread::new, INSTANCES * CLIENTS_EACH, (number) -> {
			SharedSemaphore semaphore = instances.get(number % INSTANCES);
			for (int i = 0; i < rounds(); i++) {
				Permit permit = (i % PATIENT == 0) ? semaphore.acquire() : take(semaphore);
				if (permit != null) {
					int weight = permit.weight();
					inside.enter(weight);
					served.incrementAndGet();
					inside.leave(weight);
					permit.close();
				}
			}
		});
		assertThat(inside.peak()).isBetween(1, 4);
		assertThat(served.get()).isGreaterThanOrEqualTo(INSTANCES * CLIENTS_EACH * rounds() / PATIENT);
		instances.forEach(Numbers::awaitAtRest);
		instances.forEach(SharedSemaphore::leave);
	}

	private @Nullable Permit take(SharedSemaphore semaphore) throws InterruptedException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		int weight = 1 + random.nextInt(4);
		Duration maxWait = Duration.ofMillis(random.nextInt(longestWaitMillis()));
		try {
			return switch (random.nextInt(5)) {
				case 0 -> semaphore.tryAcquire(weight);
				case 1 -> semaphore.acquire(weight, maxWait);
				case 2 -> semaphore.acquireAsync(weight, maxWait).join();
				case 3 -> semaphore.acquireAsync(weight, Duration.ofMinutes(1))
					.orTimeout(maxWait.toMillis(), TimeUnit.MILLISECONDS)
					.join();
				default -> semaphore.acquire(AcquireRequest.ofAll().withMaxWait(maxWait));
			};
		}
		catch (PermitRejectedException | CompletionException ex) {
			return null;
		}
	}

	private List<SharedSemaphore> instances(int permits) {
		List<SharedSemaphore> instances = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			instances.add(CountingSemaphore.create(this.name,
					SemaphorePolicy.of(permits).withMaxWait(Duration.ofMinutes(2)), SemaphoreOptions.defaults(),
					store(), leases().withTimeout(Duration.ofSeconds(25)).withInstance("instance-" + i)));
		}
		return instances;
	}

}
