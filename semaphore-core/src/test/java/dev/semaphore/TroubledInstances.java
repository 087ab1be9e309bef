package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.Figures;
import dev.semaphore.store.InMemoryPermitStore;

/**
 * Some instances, with a local share and without, to which happens what a seed says: in
 * one thread, and in a time that is moved by hand.
 */
final class TroubledInstances {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Duration LONG = Duration.ofHours(10);

	private static final Duration LOOK = Duration.ofMillis(101);

	private final Random random;

	private final boolean faults;

	private final boolean damage;

	private final ManualTime time = new ManualTime();

	private final InMemoryPermitStore memory = new InMemoryPermitStore(this.time::nanoTime);

	private final List<FaultyPermitStore> stores = new ArrayList<>();

	private final List<SharedSemaphore> instances = new ArrayList<>();

	private final List<CompletableFuture<Permit>> requests = new ArrayList<>();

	private final List<Permit> held = new ArrayList<>();

	private final int permits;

	/**
	 * Creates instances.
	 * @param seed what happens
	 * @param faults whether calls go wrong
	 * @param damage whether the store loses what it had, or another instance ends a lease
	 */
	TroubledInstances(long seed, boolean faults, boolean damage) {
		this.random = new Random(seed);
		this.faults = faults;
		this.damage = damage;
		this.permits = 1 + this.random.nextInt(5);
		int count = 2 + this.random.nextInt(2);
		for (int i = 0; i < count; i++) {
			FaultyPermitStore store = new FaultyPermitStore(this.memory);
			LeaseOptions leases = LeaseOptions.defaults().withInstance("i" + i).withLease(LEASE);
			this.stores.add(store);
			this.instances.add(CountingSemaphore.create("test", SemaphorePolicy.of(this.permits),
					SemaphoreOptions.defaults().withTimeSource(this.time).withExecutor(Runnable::run), store,
					leases.withLocalShare(i == 0 || this.random.nextBoolean())));
		}
	}

	int permits() {
		return this.permits;
	}

	/** How many permits are held by whoever was not told of a loss. */
	int heldForCertain() {
		return this.held.stream().filter((permit) -> !permit.lost()).mapToInt(Permit::weight).sum();
	}

	int waiting() {
		return this.requests.size();
	}

	Figures figures() {
		return this.instances.get(0).report(1).toCompletableFuture().join().figures();
	}

	/** Something happens. */
	void step() {
		int i = this.random.nextInt(this.instances.size());
		switch (this.random.nextInt(10)) {
			case 0, 1, 2 -> ask(i);
			case 3, 4, 5 -> giveBackOne();
			case 6 -> pass(this.random.nextInt(300));
			case 7 -> pass(this.random.nextInt(this.random.nextInt(4) == 0 ? 40_000 : 3_000));
			case 8 -> fail(i);
			default -> spoil(i);
		}
		collect();
	}

	/** All goes well from now on; returns when everybody had the time to notice. */
	void heal() {
		this.stores.forEach(TroubledInstances::heal);
		pass(LEASE.multipliedBy(2));
	}

	/** Gives all back, one by one, whoever gets it. */
	void giveAllBack() {
		for (int i = 0; i < 400 && !(this.held.isEmpty() && this.requests.isEmpty()); i++) {
			giveBackOne();
			pass(LOOK);
		}
		pass(LEASE);
	}

	private void ask(int i) {
		int weight = (this.random.nextInt(4) == 0) ? 1 + this.random.nextInt(this.permits) : 1;
		Duration maxWait = switch (this.random.nextInt(4)) {
			case 0 -> Duration.ZERO;
			case 1 -> Duration.ofMillis(this.random.nextInt(3_000));
			default -> LONG;
		};
		boolean all = this.random.nextInt(20) == 0;
		AcquireRequest request = all ? AcquireRequest.ofAll() : AcquireRequest.of(weight);
		this.requests.add(this.instances.get(i).acquireAsync(request.withMaxWait(maxWait)));
	}

	private void giveBackOne() {
		if (!this.held.isEmpty()) {
			this.held.remove(this.random.nextInt(this.held.size())).close();
		}
	}

	private void fail(int i) {
		if (!this.faults || this.random.nextBoolean()) {
			heal(this.stores.get(i));
			return;
		}
		Fault[] faults = Fault.values();
		this.stores.get(i).fault(faults[this.random.nextInt(faults.length)]);
		this.stores.get(i).loseHints(this.random.nextInt(4) == 0);
	}

	private void spoil(int i) {
		if (this.damage && this.random.nextInt(3) == 0) {
			if (this.random.nextBoolean()) {
				this.memory.flush();
			}
			else {
				this.instances.get(i).unsafeEndLease("i" + (i + 1) % this.instances.size());
			}
		}
		else if (this.random.nextInt(6) == 0) {
			this.time.standStill(Duration.ofMillis(this.random.nextInt(40_000)));
		}
	}

	private static void heal(FaultyPermitStore store) {
		store.fault(Fault.NONE);
		store.loseHints(false);
		store.answerLate();
	}

	private void pass(Duration duration) {
		for (long left = duration.toMillis(); left > 0; left -= LOOK.toMillis()) {
			pass(LOOK.toMillis());
		}
	}

	private void pass(long millis) {
		this.time.advance(Duration.ofMillis(millis));
		collect();
	}

	private void collect() {
		for (CompletableFuture<Permit> request : List.copyOf(this.requests)) {
			if (request.isDone()) {
				this.requests.remove(request);
				if (!request.isCompletedExceptionally()) {
					this.held.add(request.join());
				}
			}
		}
	}

}
