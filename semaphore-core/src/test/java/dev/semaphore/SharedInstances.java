package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.InMemoryPermitStore;

/**
 * Instances of an application that share a store, in a time that is moved by hand.
 */
abstract class SharedInstances {

	static final Duration LEASE = Duration.ofSeconds(30);

	/** Numbers of this age are asked for again. */
	private static final Duration OLD = Duration.ofMillis(101);

	static final Duration MINUTE = Duration.ofMinutes(1);

	final ManualTime time = new ManualTime();

	final InMemoryPermitStore memory = new InMemoryPermitStore(this.time::nanoTime);

	final FaultyPermitStore storeOfA = new FaultyPermitStore(this.memory);

	final FaultyPermitStore storeOfB = new FaultyPermitStore(this.memory);

	final List<String> events = new CopyOnWriteArrayList<>();

	/*
	 * Answers to calls made at once may be learned in any order: only old numbers are
	 * asked for again.
	 */
	void awaitAtRest(SharedSemaphore semaphore) {
		Numbers.await().untilAsserted(() -> {
			this.time.advance(OLD);
			Numbers.assertAtRest(semaphore);
		});
	}

	SharedSemaphore instance(String instance, int permits) {
		return instance(instance.equals("a") ? this.storeOfA : this.storeOfB, permits, options(instance));
	}

	SharedSemaphore instance(FaultyPermitStore store, int permits, LeaseOptions leases) {
		return CountingSemaphore.create("test", SemaphorePolicy.of(permits),
				SemaphoreOptions.defaults().withTimeSource(this.time).withListener(new Recorder(leases.instance())),
				store, leases);
	}

	SharedSemaphore create(SemaphorePolicy policy) {
		return CountingSemaphore.create("test", policy, SemaphoreOptions.defaults(), this.storeOfA, options("a"));
	}

	static LeaseOptions options(String instance) {
		return LeaseOptions.defaults().withInstance(instance).withLease(LEASE);
	}

	private final class Recorder implements SemaphoreListener {

		private final String instance;

		Recorder(String instance) {
			this.instance = instance;
		}

		@Override
		public void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			SharedInstances.this.events.add(this.instance + " lost " + request.weight());
		}

		@Override
		public void onBackendStateChanged(CountingSemaphore semaphore, BackendState state) {
			SharedInstances.this.events.add(this.instance + " " + state);
		}

		@Override
		public void onResized(CountingSemaphore semaphore, int from, int to) {
			SharedInstances.this.events.add(this.instance + " resized " + from + " to " + to);
		}

	}

}
