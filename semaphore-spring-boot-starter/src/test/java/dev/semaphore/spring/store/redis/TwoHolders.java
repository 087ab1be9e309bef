package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.store.HolderProcess;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two instances that hold a permit each, which is all there are.
 */
final class TwoHolders {

	private final SharedSemaphore a;

	private final SharedSemaphore b;

	private final Permit one;

	private final Permit other;

	TwoHolders(String name, RedisPermitStore ofA, RedisPermitStore ofB, LeaseOptions leases)
			throws InterruptedException {
		this.a = HolderProcess.semaphore(ofA, name, 2, leases.withInstance("a"));
		this.b = HolderProcess.semaphore(ofB, name, 2, leases.withInstance("b"));
		this.one = this.a.acquire(1, Duration.ofMinutes(1));
		this.other = this.b.acquire(1, Duration.ofMinutes(1));
	}

	/** Both hold theirs, or will again soon. */
	void assertCountedOnce() {
		Awaitility.await().untilAsserted(() -> assertThat(this.a.snapshot().held()).isEqualTo(2));
		Awaitility.await().untilAsserted(() -> assertThat(this.b.snapshot().held()).isEqualTo(2));
		assertThat(this.one.lost() || this.other.lost()).isFalse();
	}

	/** Who waits gets the first that comes back, and all do in the end. */
	void end() throws Exception {
		CompletableFuture<Permit> waiting = this.a.acquireAsync(1, Duration.ofMinutes(2));
		Awaitility.await().until(() -> this.b.snapshot().queueLength() == 1);
		assertThat(waiting).isNotDone();
		this.one.close();
		waiting.get(1, TimeUnit.MINUTES).close();
		this.other.close();
		Awaitility.await().untilAsserted(() -> assertThat(this.b.snapshot().available()).isEqualTo(2));
		this.a.leave();
		this.b.leave();
	}

}
