package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreOptionsCustomizer;
import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.InMemoryPermitStore;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of work whose lease is lost ({@code on-lease-lost}).
 */
class LostLeaseTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private final ManualTime time = new ManualTime();

	private final FaultyPermitStore store = new FaultyPermitStore(
			new InMemoryPermitStore("redis", this.time::nanoTime));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				AopAutoConfiguration.class))
		.withBean(ManualTime.class, () -> this.time)
		.withBean(PermitStore.class, () -> this.store)
		.withBean(Service.class)
		.withPropertyValues("semaphore.instances.payouts.permits=1", "semaphore.instances.payouts.backend=redis",
				"semaphore.instances.payouts.lease=30s");

	@Test
	void aFutureIsCancelledIfItIsSoConfigured() {
		this.runner.withPropertyValues("semaphore.instances.payouts.on-lease-lost=interrupt").run((context) -> {
			CompletableFuture<String> work = context.getBean(Service.class).later();
			loseTheLease();
			await().until(work::isCancelled);
		});
	}

	@Test
	void aBodyIsInterruptedIfItIsSoConfigured() {
		this.runner.withPropertyValues("semaphore.instances.payouts.on-lease-lost=interrupt").run((context) -> {
			Service service = context.getBean(Service.class);
			CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(service::endless);
			assertThat(service.atWork().await(1, TimeUnit.MINUTES)).isTrue();
			loseTheLease();
			assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
		});
	}

	@Test
	void aBodyThatDoesNotNoticeLeavesNoInterruptBehind() {
		// The executor drops the second of the two ways in which a body is interrupted.
		SemaphoreOptionsCustomizer dropping = (name, options) -> options.withExecutor((task) -> {
		});
		this.runner.withPropertyValues("semaphore.instances.payouts.on-lease-lost=interrupt")
			.withBean(SemaphoreOptionsCustomizer.class, () -> dropping)
			.run((context) -> {
				Service service = context.getBean(Service.class);
				CompletableFuture<Boolean> left = CompletableFuture.supplyAsync(() -> {
					assertThat(service.busy()).isTrue();
					return Thread.interrupted();
				});
				assertThat(service.atWork().await(1, TimeUnit.MINUTES)).isTrue();
				loseTheLease();
				assertThat(left.get(3, TimeUnit.MINUTES)).isFalse();
			});
	}

	@Test
	void otherwiseTheWorkIsOnlyTold() {
		this.runner.run((context) -> {
			Service service = context.getBean(Service.class);
			CountDownLatch told = new CountDownLatch(1);
			CompletableFuture<String> work = service.watched(told, null);
			loseTheLease();
			assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
			assertThat(work).isNotDone();
		});
	}

	private void loseTheLease() {
		this.store.fault(Fault.REFUSED);
		this.time.advance(LEASE.multipliedBy(2));
	}

	static class Service {

		private final CountDownLatch atWork = new CountDownLatch(1);

		CountDownLatch atWork() {
			return this.atWork;
		}

		@Permits("payouts")
		CompletableFuture<String> later() {
			return new CompletableFuture<>();
		}

		@Permits("payouts")
		CompletableFuture<String> watched(CountDownLatch told, Permit permit) {
			permit.whenLost(told::countDown);
			return new CompletableFuture<>();
		}

		@Permits("payouts")
		boolean busy() {
			this.atWork.countDown();
			long begin = System.nanoTime();
			while (!Thread.currentThread().isInterrupted() && System.nanoTime() - begin < TimeUnit.MINUTES.toNanos(2)) {
				Thread.onSpinWait();
			}
			return Thread.currentThread().isInterrupted();
		}

		@Permits("payouts")
		boolean endless() {
			this.atWork.countDown();
			try {
				return !new CountDownLatch(1).await(2, TimeUnit.MINUTES) && Thread.currentThread().isInterrupted();
			}
			catch (InterruptedException ex) {
				return true;
			}
		}

	}

}
