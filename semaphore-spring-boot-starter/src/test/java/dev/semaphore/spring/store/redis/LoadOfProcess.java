package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.ChildProcess;
import dev.semaphore.spring.store.HolderProcess;
import dev.semaphore.store.PermitStore;
import org.jspecify.annotations.Nullable;

/**
 * Threads that take and give back permits of one semaphore all the time, and note their
 * visits.
 */
final class LoadOfProcess {

	/** More than there are permits: somebody waits. */
	private static final int THREADS = LoadedProcess.PERMITS + 1;

	private final SharedSemaphore semaphore;

	/** In blocks there are no wide ones, which go to the server themselves. */
	private final int widest;

	private final VisitLedger ledger;

	private final AtomicLong visits = new AtomicLong();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> clients = new ArrayList<>();

	private final Map<String, Permit> kept = new LinkedHashMap<>();

	private volatile boolean resting;

	LoadOfProcess(String name, LeaseOptions leases, PermitStore store, VisitLedger ledger) {
		this.semaphore = CountingSemaphore.create(name,
				SemaphorePolicy.of(LoadedProcess.PERMITS).withMaxWait(Duration.ofMinutes(10)),
				SemaphoreOptions.defaults(), store, leases);
		this.widest = leases.localShare() ? 1 : 2;
		this.ledger = ledger;
		for (int i = 0; i < THREADS; i++) {
			this.clients.add(this.threads.submit(this::work));
		}
	}

	/**
	 * Takes all permits and keeps them; returns the largest token. Where there are wide
	 * ones, at once: one by one it would wait for whoever waits for several.
	 */
	long keep() {
		int weight = (this.widest > 1) ? LoadedProcess.PERMITS : 1;
		for (int left = LoadedProcess.PERMITS; left > 0; left -= weight) {
			Permit permit = HolderProcess.acquire(this.semaphore, weight);
			this.kept.put(enter(permit), permit);
			permit.whenLost(() -> ChildProcess.say("lost"));
		}
		return this.kept.values().stream().mapToLong(LoadOfProcess::token).max().orElseThrow();
	}

	/** Gives back what it kept. */
	void drop() {
		this.kept.forEach((visit, permit) -> {
			leave(visit, permit);
			permit.close();
		});
		this.kept.clear();
	}

	/** Ends the work: nobody waits for ever. */
	void rest() throws Exception {
		this.resting = true;
		for (Future<?> client : this.clients) {
			client.get(2, TimeUnit.MINUTES);
		}
		this.threads.shutdown();
	}

	private Void work() throws InterruptedException {
		while (!this.resting) {
			try (Permit permit = take()) {
				if (permit != null) {
					String visit = enter(permit);
					holdOn(ThreadLocalRandom.current().nextInt(4));
					leave(visit, permit);
				}
			}
			catch (PermitRejectedException ex) {
				if (ex.reason() != RejectionReason.BACKEND_UNAVAILABLE) {
					throw ex;
				}
				holdOn(20);
			}
		}
		return null;
	}

	private @Nullable Permit take() throws InterruptedException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		int weight = (random.nextInt(8) == 0) ? this.widest : 1;
		if (random.nextInt(4) > 0) {
			return this.semaphore.acquire(weight);
		}
		Permit permit = this.semaphore.tryAcquire(weight);
		if (permit == null) {
			holdOn(random.nextInt(5));
		}
		return permit;
	}

	private String enter(Permit permit) {
		String visit = this.semaphore.instance() + "-" + this.visits.incrementAndGet();
		this.ledger.entered(visit, token(permit), permit.weight());
		return visit;
	}

	/** Whoever has lost nothing yet was among those with a permit all the time. */
	private void leave(String visit, Permit permit) {
		this.ledger.left(visit);
		if (!permit.lost()) {
			this.ledger.confirmed(visit);
		}
	}

	private static long token(Permit permit) {
		return permit.fencingToken().orElseThrow();
	}

	private static void holdOn(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

}
