package dev.semaphore.spring.watch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.watch.SemaphoreWatchAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link UnsafeReleases} and {@code unsafe-interrupt}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnsafeReleasesTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				SemaphoreWatchAutoConfiguration.class))
		.withBean(TimeSource.class, () -> this.time)
		.withBean(Reports.class)
		.withPropertyValues("semaphore.instances.reports.permits=1");

	@Test
	void nothingIsGivenBackByForceUnlessAskedFor() {
		this.runner.withPropertyValues("semaphore.instances.reports.hold-warning=1s").run((context) -> {
			CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
			takeAndDrop(semaphore);
			awaitLeak(semaphore);
			this.time.advance(Duration.ofHours(1));
			assertThat(semaphore.snapshot().held()).isEqualTo(1);
		});
	}

	@Test
	void whatIsHeldForTooLongIsGivenBack(CapturedOutput output) {
		this.runner
			.withPropertyValues("semaphore.instances.reports.unsafe-max-hold=30s",
					"semaphore.instances.reports.track-holders=false")
			.run((context) -> {
				CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
				Permit permit = semaphore.acquire(AcquireRequest.one().withCaller("Reports.monthly"));
				this.time.advance(Duration.ofSeconds(29));
				assertThat(semaphore.snapshot().held()).isEqualTo(1);
				this.time.advance(Duration.ofSeconds(5));
				assertThat(semaphore.snapshot().held()).isZero();
				assertThat(permit.lost()).isTrue();
				assertThat(output).contains(
						"was given back by force, since it was held for longer than " + "unsafe-max-hold (30.0s)",
						"by Reports.monthly on");
				permit.close();
				assertThat(semaphore.snapshot().available()).isEqualTo(1);
			});
	}

	@Test
	void whatLeakedIsGivenBack(CapturedOutput output) {
		this.runner.withPropertyValues("semaphore.instances.reports.unsafe-release-leaked=true").run((context) -> {
			CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
			takeAndDrop(semaphore);
			awaitLeak(semaphore);
			this.time.advance(Duration.ofSeconds(5));
			assertThat(semaphore.snapshot().available()).isEqualTo(1);
			assertThat(output).contains("was given back by force, since it was garbage-collected");
		});
	}

	@Test
	void whatLeakedIsFoundAlsoWhereWorkIsToBeInterrupted() {
		this.runner
			.withPropertyValues("semaphore.instances.reports.unsafe-release-leaked=true",
					"semaphore.instances.reports.unsafe-interrupt=true")
			.run((context) -> {
				CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
				context.getBean(Reports.class).forgotten();
				assertThat(semaphore.snapshot().held()).isEqualTo(1);
				awaitLeak(semaphore);
				this.time.advance(Duration.ofSeconds(5));
				assertThat(semaphore.snapshot().available()).isEqualTo(1);
			});
	}

	@Test
	void workIsInterruptedAndItsFutureCancelledOnlyIfAskedFor() {
		this.runner
			.withPropertyValues("semaphore.instances.reports.unsafe-max-hold=30s",
					"semaphore.instances.reports.unsafe-interrupt=true")
			.run((context) -> {
				Reports reports = context.getBean(Reports.class);
				CompletableFuture<Boolean> monthly = CompletableFuture.supplyAsync(() -> {
					boolean interrupted = reports.monthly();
					return interrupted && !Thread.currentThread().isInterrupted();
				});
				assertThat(reports.atWork().await(1, TimeUnit.MINUTES)).isTrue();
				this.time.advance(Duration.ofSeconds(35));
				assertThat(monthly.get(1, TimeUnit.MINUTES)).isTrue();
				CompletableFuture<String> daily = reports.daily();
				this.time.advance(Duration.ofSeconds(35));
				await().atMost(PATIENCE).until(daily::isCancelled);
				assertThat(reports.endless().isCancelled()).isTrue();
			});
	}

	@Test
	void everyKindOfFutureIsCancelled() {
		this.runner
			.withPropertyValues("semaphore.instances.reports.unsafe-max-hold=30s",
					"semaphore.instances.reports.unsafe-interrupt=true", "semaphore.instances.reports.permits=3")
			.run((context) -> {
				Reports reports = context.getBean(Reports.class);
				FutureTask<String> task = new FutureTask<>(() -> "never run");
				CompletableFuture<String> stage = new CompletableFuture<>();
				Future<String> ofTask = reports.future(task);
				Object ofStage = reports.anything(stage);
				Future<String> ofFuture = reports.future(new CompletableFuture<>());
				this.time.advance(Duration.ofSeconds(35));
				for (Future<?> future : new Future<?>[] { task, ofTask, stage, (Future<?>) ofStage, ofFuture }) {
					await().atMost(PATIENCE).until(future::isCancelled);
				}
			});
	}

	@Test
	void workGoesOnUnlessItIsToBeInterrupted() {
		this.runner.withPropertyValues("semaphore.instances.reports.unsafe-max-hold=30s").run((context) -> {
			Reports reports = context.getBean(Reports.class);
			CompletableFuture<String> daily = reports.daily();
			this.time.advance(Duration.ofSeconds(35));
			assertThat(context.getBean(CountingSemaphore.class).snapshot().held()).isZero();
			assertThat(daily).isNotDone();
			reports.endless().completeExceptionally(new IllegalStateException("at last"));
			assertThatExceptionOfType(CompletionException.class).isThrownBy(daily::join);
			assertThat(context.getBean(CountingSemaphore.class).snapshot().available()).isEqualTo(1);
		});
	}

	private static void takeAndDrop(CountingSemaphore semaphore) throws InterruptedException {
		semaphore.acquire();
	}

	private static void awaitLeak(CountingSemaphore semaphore) {
		await().atMost(PATIENCE).until(() -> {
			System.gc();
			return semaphore.snapshot().statistics().leaked() == 1;
		});
	}

	static class Reports {

		private final CountDownLatch atWork = new CountDownLatch(1);

		private final CompletableFuture<String> endless = new CompletableFuture<>();

		// fields are not those of the proxy
		CountDownLatch atWork() {
			return this.atWork;
		}

		CompletableFuture<String> endless() {
			return this.endless;
		}

		@Permits("reports")
		boolean monthly() {
			this.atWork.countDown();
			try {
				return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				return true;
			}
		}

		@Permits("reports")
		CompletableFuture<String> forgotten() {
			return new CompletableFuture<>();
		}

		@Permits("reports")
		Future<String> future(Future<String> work) {
			return work;
		}

		@Permits("reports")
		Object anything(Object work) {
			return work;
		}

		@Permits("reports")
		CompletableFuture<String> daily() {
			return this.endless;
		}

	}

}
