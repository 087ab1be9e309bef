package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limits and states are changed while many work.
 */
class SteeringUnderLoadTests {

	private static final int THREADS = 64;

	private static final int MOST = 16;

	private final SemaphoreTimes times = new SemaphoreTimes();

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports",
			SemaphorePolicy.of(4).withMaxWait(Duration.ofMillis(5)),
			SemaphoreOptions.defaults().withTrackHolders(true));

	private final AtomicBoolean stopped = new AtomicBoolean();

	private final AtomicInteger atWork = new AtomicInteger();

	private final AtomicInteger mostAtWork = new AtomicInteger();

	private final LongAdder done = new LongAdder();

	@Test
	void aThousandChangesLoseNoPermitAndLetNobodyInBeyondTheHighestLimit() throws Exception {
		this.registry.register(this.semaphore);
		SemaphoresEndpoint endpoint = new SemaphoresEndpoint(this.registry, this.times, (name) -> "local", List::of,
				Show.NEVER);
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		for (int i = 0; i < THREADS; i++) {
			threads.execute(this::workUntilStopped);
		}
		Random random = new Random(1);
		for (int i = 0; i < 1000; i++) {
			String state = (random.nextInt(20) == 0) ? "closed" : "open";
			SemaphoreDescriptor changed = endpoint.change("reports", Integer.toString(random.nextInt(MOST + 1)), state,
					null, null, null);
			assertThat(changed).isNotNull();
			assertThat(changed.available() + changed.held()).isEqualTo(changed.permits());
			Thread.yield();
		}
		endpoint.change("reports", Integer.toString(MOST), "open", null, null, null);
		this.stopped.set(true);
		threads.shutdown();
		assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.mostAtWork.get()).isBetween(1, MOST);
		SemaphoreDescriptor after = endpoint.semaphore("reports");
		assertThat(after.available()).isEqualTo(MOST);
		assertThat(after.queueLength()).isZero();
		assertThat(after.holders()).isEmpty();
		assertThat(after.statistics().acquired()).isEqualTo(this.done.sum()).isEqualTo(after.statistics().released());
		this.times.close();
	}

	private void workUntilStopped() {
		while (!this.stopped.get()) {
			try (Permit permit = this.semaphore.acquire()) {
				this.mostAtWork.accumulateAndGet(this.atWork.addAndGet(permit.weight()), Math::max);
				Thread.yield();
				this.atWork.decrementAndGet();
				this.done.increment();
			}
			catch (PermitRejectedException ex) {
				Thread.yield();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

}
