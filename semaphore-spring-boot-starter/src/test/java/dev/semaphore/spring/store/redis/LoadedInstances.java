package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreSnapshot;
import dev.semaphore.SharedSemaphore;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances whose threads take and give back permits all the time.
 */
final class LoadedInstances implements AutoCloseable {

	/** No lease ends, however slow the machine is. */
	private static final Duration LEASE = Duration.ofMinutes(2);

	private static final Duration RECHECK = Duration.ofMillis(100);

	/** More than there are permits: somebody waits everywhere. */
	private static final int THREADS_EACH = 3;

	private static final int PERMITS = 2;

	private final List<SharedSemaphore> semaphores = new ArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> clients = new ArrayList<>();

	private final GrantRecorder recorder;

	private final AtomicInteger absences = new AtomicInteger();

	private volatile boolean stopped;

	LoadedInstances(String name, boolean inBlocks, RedisPermitStore... stores) {
		this.recorder = new GrantRecorder(inBlocks);
		for (RedisPermitStore store : stores) {
			SharedSemaphore semaphore = CountingSemaphore.create(name,
					SemaphorePolicy.of(PERMITS).withMaxWait(Duration.ofMinutes(2)),
					SemaphoreOptions.defaults().withListener(new Absences()), store,
					LeaseOptions.defaults().withLease(LEASE).withRecheck(RECHECK).withLocalShare(inBlocks));
			this.semaphores.add(semaphore);
			for (int i = 0; i < THREADS_EACH; i++) {
				this.clients.add(this.threads.submit(() -> takeAndGiveBack(semaphore)));
			}
		}
		awaitAllServed();
	}

	/** How often an instance found the server away so far, be it for a moment. */
	int absences() {
		return this.absences.get();
	}

	/** Waits until an instance finds the server away, or has done so since. */
	void awaitAbsence(int before) {
		Awaitility.await()
			.until(() -> this.absences.get() > before
					|| this.semaphores.stream().anyMatch((semaphore) -> semaphore.backendState() == BackendState.DOWN));
	}

	/** Waits until each instance was served anew. */
	void awaitAllServed() {
		List<Long> before = this.semaphores.stream().map(LoadedInstances::acquired).toList();
		Awaitility.await().untilAsserted(() -> {
			for (int i = 0; i < before.size(); i++) {
				assertThat(acquired(this.semaphores.get(i))).isGreaterThan(before.get(i) + THREADS_EACH);
			}
		});
	}

	/** Ends the work: nobody has waited for ever, and all permits are back. */
	void rest() throws Exception {
		this.stopped = true;
		for (Future<?> client : this.clients) {
			client.get(3, TimeUnit.MINUTES);
		}
		for (SharedSemaphore semaphore : this.semaphores) {
			Awaitility.await().atMost(LEASE.plusMinutes(1)).untilAsserted(() -> {
				SemaphoreSnapshot snapshot = semaphore.snapshot();
				assertThat(snapshot.available()).isEqualTo(PERMITS);
				assertThat(snapshot.queueLength()).isZero();
			});
		}
		this.recorder.assertTokensGrew();
	}

	void assertLawHeld() {
		this.recorder.assertNeverMoreThan(PERMITS);
	}

	@Override
	public void close() {
		this.stopped = true;
		this.semaphores.forEach(SharedSemaphore::leave);
		this.threads.shutdown();
	}

	private Void takeAndGiveBack(SharedSemaphore semaphore) throws InterruptedException {
		while (!this.stopped) {
			long before = this.recorder.latestLeft();
			try (Permit permit = semaphore.acquire()) {
				this.recorder.enter(semaphore, permit, before);
				Thread.yield();
				this.recorder.leave(permit);
			}
			catch (PermitRejectedException ex) {
				// the server is away: do not ask a thousand times
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		}
		return null;
	}

	private static long acquired(SharedSemaphore semaphore) {
		return semaphore.snapshot().statistics().acquired();
	}

	private final class Absences implements SemaphoreListener {

		@Override
		public void onBackendStateChanged(CountingSemaphore semaphore, BackendState state) {
			if (state == BackendState.DOWN) {
				LoadedInstances.this.absences.incrementAndGet();
			}
		}

	}

}
