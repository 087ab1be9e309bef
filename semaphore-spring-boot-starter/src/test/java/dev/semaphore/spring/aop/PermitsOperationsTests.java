package dev.semaphore.spring.aop;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.PermitsOperations;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * Work under permits by code.
 */
@Timeout(300)
class PermitsOperationsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				AopAutoConfiguration.class))
		.withUserConfiguration(Annotated.class)
		.withPropertyValues("semaphore.instances.reports.permits=4", "semaphore.instances.quotes.permits=1",
				"semaphore.instances.quotes.max-wait=1m", "semaphore.instances.tenants.permits=4",
				"semaphore.instances.tenants.permits-per-key=1", "semaphore.instances.tenants.max-wait=0");

	@Test
	void aTaskRunsUnderAPermit() {
		with((operations, registry) -> {
			AtomicInteger held = new AtomicInteger();
			operations.run("reports", () -> held.set(held(registry, "reports")));
			assertThat(held).hasValue(1);
			assertThat(held(registry, "reports")).isZero();
		});
	}

	@Test
	void aCallReturnsItsValueAndThrowsWhatTheTaskThrows() {
		with((operations, registry) -> {
			assertThatIOException().isThrownBy(() -> operations.call("reports", () -> {
				throw new IOException("as it is");
			})).withMessage("as it is");
			assertThatExceptionOfType(StackOverflowError.class)
				.isThrownBy(() -> operations.run("reports", PermitsOperationsTests::overflow));
			assertThat(held(registry, "reports")).isZero();
		});
	}

	@Test
	void aRequestSaysHowManyForWhomAndHowLongToWait() {
		with((operations, registry) -> {
			AcquireRequest request = AcquireRequest.of(3).withMaxWait(Duration.ZERO);
			int held = uncheckedCall(() -> operations.under("reports", request).call(() -> held(registry, "reports")));
			assertThat(held).isEqualTo(3);
			AcquireRequest tenant = AcquireRequest.one().withKey("acme");
			operations.under("tenants", tenant)
				.run(() -> assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> operations.under("tenants", tenant).run(() -> {
					})));
		});
	}

	@Test
	void aRefusedTaskDoesNotRun() {
		with((operations, registry) -> {
			registry.get("reports").close();
			AtomicInteger bodies = new AtomicInteger();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> operations.run("reports", bodies::incrementAndGet));
			assertThat(operations.async("reports", () -> CompletableFuture.completedFuture(bodies.incrementAndGet())))
				.completesExceptionallyWithin(Duration.ofSeconds(60))
				.withThrowableThat()
				.withCauseInstanceOf(PermitRejectedException.class);
			StepVerifier.create(operations.under("reports").mono(() -> Mono.just(bodies.incrementAndGet())))
				.verifyError(PermitRejectedException.class);
			assertThat(bodies).hasValue(0);
		});
	}

	@Test
	void asynchronousWorkIsHeldUntilItsStageCompletes() {
		with((operations, registry) -> {
			CompletableFuture<String> end = new CompletableFuture<>();
			CompletableFuture<String> result = operations.async("quotes", () -> end);
			assertThat(held(registry, "quotes")).isOne();
			CompletableFuture<Integer> next = operations.async("quotes",
					() -> CompletableFuture.completedFuture(held(registry, "quotes")));
			assertThat(registry.get("quotes").snapshot().queueLength()).isOne();
			end.complete("done");
			assertThat(result).isCompletedWithValue("done");
			assertThat(next).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(1);
			await().until(() -> held(registry, "quotes") == 0);
		});
	}

	@Test
	void whoCompletesTheResultOfAsynchronousWorkLeavesTheQueue() {
		with((operations, registry) -> {
			CountingSemaphore quotes = registry.get("quotes");
			try (Permit taken = quotes.tryAcquire()) {
				CompletableFuture<String> result = operations.async("quotes",
						() -> CompletableFuture.completedFuture("done"));
				assertThat(quotes.snapshot().queueLength()).isOne();
				result.cancel(false);
				assertThat(quotes.snapshot().queueLength()).isZero();
				assertThat(taken).isNotNull();
			}
		});
	}

	@Test
	void eachSubscriptionTakesAPermitAndNoneTakesNone() {
		with((operations, registry) -> {
			Mono<Integer> mono = operations.under("reports")
				.mono(() -> Mono.fromSupplier(() -> held(registry, "reports")));
			assertThat(registry.get("reports").snapshot().statistics().acquired()).isZero();
			StepVerifier.create(Mono.zip(mono, mono)).expectNextCount(1).verifyComplete();
			assertThat(registry.get("reports").snapshot().statistics().acquired()).isEqualTo(2);
			assertThat(held(registry, "reports")).isZero();
		});
	}

	@Test
	void manyValuesAreHeldUntilTheirEnd() {
		with((operations, registry) -> {
			Flux<Integer> flux = operations.under("reports")
				.flux(() -> Flux.just(1, 2).map((value) -> held(registry, "reports")));
			StepVerifier.create(flux).expectNext(1, 1).verifyComplete();
			assertThat(held(registry, "reports")).isZero();
		});
	}

	@Test
	void workWithinAnAnnotatedCallIsNestedAndTheOtherWayRound() {
		this.runner.run((context) -> {
			Annotated annotated = context.getBean(Annotated.class);
			PermitsOperations operations = context.getBean(PermitsOperations.class);
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> annotated.run(() -> operations.run("quotes", () -> {
				})))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT));
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> operations.under("quotes", AcquireRequest.one().withCaller("the importer"))
					.run(() -> annotated.run(() -> {
					})))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT))
				.withMessageContaining("taken by PermitsOperations for \"quotes\" in the importer");
		});
	}

	@Test
	void contradictingOrdersAreHazards() {
		this.runner.run((context) -> {
			Annotated annotated = context.getBean(Annotated.class);
			PermitsOperations operations = context.getBean(PermitsOperations.class);
			annotated.run(() -> operations.run("reports", () -> {
			}));
			operations.run("reports", () -> annotated.run(() -> {
			}));
			assertThat(context.getBean(DeadlockHazards.class).found()).hasSize(1);
		});
	}

	@Test
	void anUnknownNameIsRefusedBeforeAnythingRuns() {
		with((operations, registry) -> assertThatExceptionOfType(UnknownSemaphoreException.class)
			.isThrownBy(() -> operations.under("reprots"))
			.withMessageContaining("reports"));
	}

	@Test
	void workIsDoneWithoutLimitWhereSemaphoresAreSwitchedOff() {
		this.runner.withPropertyValues("semaphore.enabled=false").run((context) -> {
			PermitsOperations operations = context.getBean(PermitsOperations.class);
			AtomicInteger bodies = new AtomicInteger();
			operations.run("quotes", () -> operations.run("quotes", bodies::incrementAndGet));
			assertThat(bodies).hasValue(1);
		});
	}

	@Test
	void operationsOfTheUserTakeTheirPlace() {
		PermitsOperations own = (semaphore, request) -> {
			throw new UnsupportedOperationException();
		};
		this.runner.withBean(PermitsOperations.class, () -> own)
			.run((context) -> assertThat(context.getBean(PermitsOperations.class)).isSameAs(own));
	}

	private void with(BiConsumer<PermitsOperations, SemaphoreRegistry> test) {
		this.runner.run((context) -> test.accept(context.getBean(PermitsOperations.class),
				context.getBean(SemaphoreRegistry.class)));
	}

	private static int held(SemaphoreRegistry registry, String name) {
		return registry.get(name).snapshot().held();
	}

	private static <T> T uncheckedCall(Callable<T> task) {
		try {
			return task.call();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static void overflow() {
		throw new StackOverflowError();
	}

	static class Annotated {

		@Permits("quotes")
		public void run(Runnable body) {
			body.run();
		}

	}

}
