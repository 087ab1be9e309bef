package dev.semaphore.spring.autoconfigure.observation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.metrics.SemaphoreMetricsAutoConfiguration;
import dev.semaphore.spring.observation.ObservedWaits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SemaphoreObservationAutoConfiguration}.
 */
class SemaphoreObservationAutoConfigurationTests {

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final ApplicationContextRunner withoutReports = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				SemaphoreObservationAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-wait=5m");

	private final ApplicationContextRunner withoutRegistry = this.withoutReports.withBean(Reports.class);

	private final ApplicationContextRunner runner = this.withoutRegistry.withBean(ObservationRegistry.class,
			() -> this.observations);

	private final ApplicationContextRunner withMetrics = this.withoutReports
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void whoNeedNotWaitIsNotObserved() {
		this.runner.run((context) -> {
			context.getBean(Reports.class).monthly();
			context.getBean(Reports.class).daily().join();
			assertThat(this.observations).doesNotHaveAnyObservation();
		});
	}

	@Test
	void theWaitOfAThreadIsAnObservationWithinThatOfItsCaller() {
		this.runner.run((context) -> {
			Permit permit = context.getBean(CountingSemaphore.class).acquire();
			CompletableFuture<String> work = CompletableFuture
				.supplyAsync(() -> Observation.createNotStarted("request", this.observations)
					.observe(() -> context.getBean(Reports.class).monthly()));
			awaitWaiters(context, 1);
			permit.close();
			assertThat(work.get(1, TimeUnit.MINUTES)).isEqualTo("done");
			assertAcquired();
		});
	}

	@Test
	void theWaitOfAFutureEndsBeforeItsWorkBegins() {
		this.runner.run((context) -> {
			Permit permit = context.getBean(CountingSemaphore.class).acquire();
			CompletableFuture<String> work = Observation.createNotStarted("request", this.observations)
				.observe(() -> context.getBean(Reports.class).daily());
			permit.close();
			assertThat(work.get(1, TimeUnit.MINUTES)).isEqualTo("stopped");
			assertAcquired();
		});
	}

	@Test
	void whoIsRefusedAfterAWaitIsAnError() {
		ManualTime time = new ManualTime();
		this.runner.withBean(TimeSource.class, () -> time).run((context) -> {
			try (Permit permit = context.getBean(CountingSemaphore.class).acquire()) {
				assertThat(permit.weight()).isEqualTo(1);
				CompletableFuture<String> daily = context.getBean(Reports.class).daily();
				awaitWaiters(context, 1);
				CompletableFuture<String> monthly = CompletableFuture
					.supplyAsync(() -> context.getBean(Reports.class).monthly());
				awaitWaiters(context, 2);
				time.advance(Duration.ofMinutes(5));
				assertThatExceptionOfType(CompletionException.class).isThrownBy(daily::join)
					.withCauseInstanceOf(PermitRejectedException.class);
				assertThatExceptionOfType(CompletionException.class).isThrownBy(monthly::join)
					.withCauseInstanceOf(PermitRejectedException.class);
			}
			assertThat(this.observations).hasNumberOfObservationsWithNameEqualTo("semaphore.acquire", 2)
				.forAllObservationsWithNameEqualTo("semaphore.acquire",
						(observation) -> observation.hasLowCardinalityKeyValue("outcome", "rejected")
							.hasLowCardinalityKeyValue("reason", "TIMED_OUT")
							.hasError());
		});
	}

	@Test
	void whoLeavesTheQueueIsObservedAndHoldsNothing() {
		this.runner.run((context) -> {
			CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
			Permit permit = semaphore.acquire();
			CompletableFuture<String> work = context.getBean(Reports.class).daily();
			assertThat(work.cancel(true)).isTrue();
			assertThat(semaphore.snapshot().queueLength()).isZero();
			permit.close();
			assertThat(semaphore.snapshot().held()).isZero();
			assertThat(this.observations).hasObservationWithNameEqualTo("semaphore.acquire")
				.that()
				.hasLowCardinalityKeyValue("outcome", "left")
				.hasBeenStopped();
		});
	}

	@Test
	void metersOfSemaphoresMeasureWaitsAndThoseOfObservationsDoNot() {
		this.withMetrics.withConfiguration(AutoConfigurations.of(SemaphoreMetricsAutoConfiguration.class))
			.run((context) -> {
				MeterRegistry meters = waitAndObserveARequest(context);
				assertThat(meters.get("semaphore.wait").tag("outcome", "acquired").timer().count()).isPositive();
				assertThat(meters.find("semaphore.acquire").meter()).isNull();
				assertThat(meters.find("semaphore.acquire.active").meter()).isNull();
				assertThat(meters.get("request").timer().count()).isEqualTo(1);
			});
	}

	@Test
	void withoutMetersOfSemaphoresThoseOfObservationsMeasureWaits() {
		this.withMetrics.run((context) -> {
			MeterRegistry meters = waitAndObserveARequest(context);
			assertThat(meters.get("semaphore.acquire").tag("outcome", "acquired").timer().count()).isEqualTo(1);
			assertThat(meters.get("request").timer().count()).isEqualTo(1);
		});
	}

	@Test
	void withoutARegistryOrTheLibraryNobodyObserves() {
		this.withoutRegistry.run((context) -> {
			assertThat(context).doesNotHaveBean(ObservedWaits.class);
			assertThat(context.getBean(Reports.class).monthly()).isEqualTo("done");
		});
		this.withoutReports.withClassLoader(new FilteredClassLoader("io.micrometer")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ObservedWaits.class);
			context.getBean(CountingSemaphore.class).acquire().close();
		});
	}

	private MeterRegistry waitAndObserveARequest(ApplicationContext context) throws InterruptedException {
		CountingSemaphore semaphore = context.getBean(CountingSemaphore.class);
		Permit permit = semaphore.acquire();
		CompletableFuture<Permit> waiting = Observation
			.createNotStarted("request", context.getBean(ObservationRegistry.class))
			.observe(() -> semaphore.acquireAsync(AcquireRequest.one()));
		permit.close();
		waiting.join().close();
		return context.getBean(MeterRegistry.class);
	}

	private void assertAcquired() {
		assertThat(this.observations).hasObservationWithNameEqualTo("semaphore.acquire")
			.that()
			.hasLowCardinalityKeyValue("name", "reports")
			.hasLowCardinalityKeyValue("outcome", "acquired")
			.hasLowCardinalityKeyValue("reason", "none")
			.hasParentObservationContextMatching((parent) -> "request".equals(parent.getName()))
			.hasBeenStopped()
			.doesNotHaveError();
	}

	private static void awaitWaiters(ApplicationContext context, int waiters) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> context.getBean(CountingSemaphore.class).snapshot().queueLength() == waiters);
	}

	static class Reports {

		private final ObservationRegistry observations;

		Reports(ObjectProvider<ObservationRegistry> observations) {
			this.observations = observations.getIfAvailable(() -> ObservationRegistry.NOOP);
		}

		@Permits("reports")
		String monthly() {
			return "done";
		}

		@Permits("reports")
		CompletableFuture<String> daily() {
			boolean stopped = !(this.observations instanceof TestObservationRegistry test) || hasStopped(test);
			return CompletableFuture.completedFuture(stopped ? "stopped" : "still waiting");
		}

		private static boolean hasStopped(TestObservationRegistry observations) {
			try {
				assertThat(observations).hasObservationWithNameEqualTo("semaphore.acquire").that().hasBeenStopped();
				return true;
			}
			catch (AssertionError ex) {
				return false;
			}
		}

	}

}
