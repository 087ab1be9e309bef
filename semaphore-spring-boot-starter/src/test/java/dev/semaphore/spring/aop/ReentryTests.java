package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Nested calls that ask for what their thread holds already.
 */
@Timeout(300)
class ReentryTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class, SemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.defaults.max-wait=1m", "semaphore.instances.single.permits=1",
				"semaphore.instances.pair.permits=2", "semaphore.instances.other.permits=1")
		.withBean(Outer.class)
		.withBean(Inner.class);

	@Test
	void aNestedCallThatWouldWaitIsRefusedAtOnceAndToldWhy() {
		this.runner.run((context) -> {
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Outer.class).single())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT))
				.withMessageContainingAll("'single'", "REENTRANT", "holds 1 of it already", "Outer.single()",
						"semaphore.instances.single.reentry");
			assertNothingHeld(context);
		});
	}

	@Test
	void aNestedCallThatCanHaveAPermitAtOnceTakesOne() {
		this.runner.run((context) -> {
			assertThat(context.getBean(Outer.class).pair()).isEqualTo(2);
			assertNothingHeld(context);
		});
	}

	@Test
	void aCallAfterAnotherIsNotNested() {
		this.runner.run((context) -> {
			Inner inner = context.getBean(Inner.class);
			assertThat(inner.single()).isOne();
			assertThat(inner.single()).isOne();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(inner::fail);
			try (Permit taken = semaphore(context, "single").acquire()) {
				assertThat(taken.weight()).isOne();
				CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(inner::single);
				await().until(() -> semaphore(context, "single").snapshot().queueLength() == 1);
				assertThat(waiting).isNotDone();
			}
			await().until(() -> semaphore(context, "single").snapshot().held() == 0);
		});
	}

	@Test
	void aCallOnAnotherThreadIsNotNested() {
		this.runner.run((context) -> {
			CompletableFuture<Integer> other = context.getBean(Outer.class).onAnotherThread();
			assertThat(other.get(60, TimeUnit.SECONDS)).isOne();
		});
	}

	@Test
	void aCallForAnotherSemaphoreIsNotRefused() {
		this.runner.run((context) -> assertThat(context.getBean(Outer.class).mixed()).isOne());
	}

	@Test
	void sharingRunsTheNestedCallOnThePermitThatIsHeld() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			assertThat(context.getBean(Outer.class).single()).isOne();
			assertThat(context.getBean(Outer.class).twiceNested()).isOne();
			assertNothingHeld(context);
		});
	}

	@Test
	void sharingDoesNotHelpACallThatWantsMore() {
		this.runner.withPropertyValues("semaphore.instances.pair.reentry=share").run((context) -> {
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Outer.class).more())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT));
			assertNothingHeld(context);
		});
	}

	@Test
	void aSharedPermitGoesBackWhenTheLastWorkIsOver() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = context.getBean(Outer.class).starts(work).get(0);
			assertThat(semaphore(context, "single").snapshot().held()).isOne();
			work.complete("done");
			assertThat(result).isCompletedWithValue("done");
			assertNothingHeld(context);
		});
	}

	@Test
	void aSharedStageLeavesTheQueueWhenItIsCancelled() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			try (Permit taken = semaphore(context, "single").acquire()) {
				assertThat(taken.weight()).isOne();
				CompletableFuture<String> result = context.getBean(Inner.class).stage(new CompletableFuture<>());
				assertThat(semaphore(context, "single").snapshot().queueLength()).isOne();
				result.cancel(true);
				assertThat(semaphore(context, "single").snapshot().queueLength()).isZero();
			}
			assertNothingHeld(context);
		});
	}

	@Test
	void countingWaitsAsEverybodyDoes() {
		this.runner.withPropertyValues("semaphore.defaults.reentry=count", "semaphore.instances.single.max-wait=1ms")
			.run((context) -> {
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> context.getBean(Outer.class).single())
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.TIMED_OUT));
				assertNothingHeld(context);
			});
	}

	@Test
	void aNestedStageThatWouldWaitIsRefusedAtOnce() {
		this.runner.run((context) -> {
			CompletableFuture<String> result = context.getBean(Outer.class).stage();
			assertThat(result).failsWithin(60, TimeUnit.SECONDS)
				.withThrowableThat()
				.havingRootCause()
				.isInstanceOfSatisfying(PermitRejectedException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT));
			assertNothingHeld(context);
		});
	}

	@Test
	void aCallInTheSameReactiveChainIsNestedOnWhateverThread() {
		this.runner.run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).chain())
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(PermitRejectedException.class,
						(refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.REENTRANT)))
				.verify(Duration.ofSeconds(60));
			assertNothingHeld(context);
		});
	}

	@Test
	void aPlainCallInAnOperatorOfAReactiveBodyIsNested() {
		this.runner.run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).plainCallInMono())
				.expectErrorSatisfies(ReentryTests::assertReentrant)
				.verify(Duration.ofSeconds(60));
			StepVerifier.create(context.getBean(Outer.class).plainCallInFlux(), 0)
				.expectSubscription()
				.thenRequest(1)
				.expectErrorSatisfies(ReentryTests::assertReentrant)
				.verify(Duration.ofSeconds(60));
			assertNothingHeld(context);
		});
	}

	@Test
	void aPlainCallInAnOperatorOfAReactiveBodySharesItsPermit() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).plainCallInFlux())
				.expectNext(1, 1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			assertNothingHeld(context);
		});
	}

	@Test
	void aCallThatFollowsAReactiveBodyOnItsThreadIsNotNestedInIt() {
		this.runner.run((context) -> {
			Inner inner = context.getBean(Inner.class);
			StepVerifier.create(inner.mono().map((value) -> inner.single()))
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			StepVerifier.create(inner.flux().concatMap((value) -> inner.mono()))
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			assertNothingHeld(context);
		});
	}

	@Test
	void whatABodyDoesAfterItsEndIsNotNestedInIt() {
		this.runner.run((context) -> {
			List<Integer> after = new ArrayList<>();
			Mono<Integer> mono = context.getBean(Outer.class).plainCallAfterTheEnd(after);
			StepVerifier.create(mono).expectNext(0).expectComplete().verify(Duration.ofSeconds(60));
			assertThat(after).containsExactly(1);
			assertNothingHeld(context);
		});
	}

	@Test
	void aReactiveChainSharesItsPermit() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).chain())
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			assertNothingHeld(context);
		});
	}

	@Test
	void whatFollowsAReactiveChainIsNotNestedInIt() {
		this.runner.run((context) -> {
			Inner inner = context.getBean(Inner.class);
			StepVerifier.create(inner.mono().flatMap((value) -> inner.mono()))
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			assertNothingHeld(context);
		});
	}

	@Test
	void aCallThroughABeanThatTriesAgainIsNestedInEachAttempt() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share")
			.withUserConfiguration(Trying.class)
			.run((context) -> {
				Outer outer = context.getBean(Outer.class);
				Retrying retrying = context.getBean(Retrying.class);
				assertThat(outer.throughPlain(retrying)).isOne();
				assertThat(retrying.attempts()).isEqualTo(2);
				StepVerifier.create(outer.throughMono(retrying))
					.expectNext(1)
					.expectComplete()
					.verify(Duration.ofSeconds(60));
				assertThat(retrying.attempts()).isEqualTo(4);
				assertNothingHeld(context);
			});
	}

	@Test
	void otherReasonsOfANestedRefusalStay() {
		this.runner.run((context) -> assertThatExceptionOfType(PermitRejectedException.class)
			.isThrownBy(() -> context.getBean(Outer.class).closing())
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.CLOSED)));
	}

	@Test
	void semaphoresOfOneNameInDifferentContextsAreNotTheSame() {
		this.runner.run((first) -> this.runner.run((second) -> {
			assertThat(first.getBean(Outer.class).calls(second.getBean(Inner.class))).isOne();
			assertNothingHeld(second);
		}));
	}

	private static CountingSemaphore semaphore(ApplicationContext context, String name) {
		return context.getBean(SemaphoreRegistry.class).get(name);
	}

	private static void assertReentrant(Throwable failure) {
		assertThat(failure).isInstanceOfSatisfying(PermitRejectedException.class,
				(refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.REENTRANT));
	}

	private static void assertNothingHeld(ApplicationContext context) {
		SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
		assertThat(registry.names())
			.allSatisfy((name) -> assertThat(registry.get(name).snapshot().held()).as(name).isZero());
		assertThat(ThreadHolds.current()).isEmpty();
	}

	static class Outer {

		private final Inner inner;

		private final SemaphoreRegistry registry;

		private final ObjectProvider<Outer> self;

		Outer(Inner inner, SemaphoreRegistry registry, ObjectProvider<Outer> self) {
			this.inner = inner;
			this.registry = registry;
			this.self = self;
		}

		@Permits("single")
		public int single() {
			return this.inner.single();
		}

		@Permits("single")
		public int twiceNested() {
			return this.self.getObject().single();
		}

		@Permits("pair")
		public int pair() {
			return this.inner.pair();
		}

		@Permits("pair")
		public int more() {
			return this.inner.both();
		}

		@Permits("other")
		public int mixed() {
			return this.inner.single();
		}

		@Permits("single")
		public int calls(Inner other) {
			return other.single();
		}

		@Permits("single")
		public List<CompletableFuture<String>> starts(CompletableFuture<String> work) {
			return List.of(this.inner.stage(work));
		}

		@Permits("single")
		public CompletableFuture<String> stage() {
			return this.inner.stage(new CompletableFuture<>());
		}

		@Permits("single")
		public Mono<Integer> chain() {
			return Mono.just(0).publishOn(Schedulers.parallel()).flatMap((value) -> this.inner.mono());
		}

		@Permits("single")
		public Mono<Integer> plainCallInMono() {
			return Mono.just(0).map((value) -> this.inner.single());
		}

		@Permits("single")
		public Flux<Integer> plainCallInFlux() {
			return Flux.range(0, 2).map((value) -> this.inner.single());
		}

		@Permits("single")
		public Mono<Integer> plainCallAfterTheEnd(List<Integer> after) {
			return Mono.just(0).doAfterTerminate(() -> after.add(this.inner.single()));
		}

		@Permits("single")
		public int throughPlain(Retrying retrying) {
			return retrying.plain();
		}

		@Permits("single")
		public Mono<Integer> throughMono(Retrying retrying) {
			return retrying.mono();
		}

		@Permits("single")
		public int closing() {
			this.registry.get("single").close();
			return this.inner.single();
		}

		@Permits("pair")
		public CompletableFuture<Integer> onAnotherThread() {
			return CompletableFuture.supplyAsync(this.inner::pairFirst);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	@Import(Retrying.class)
	static class Trying {

	}

	static class Retrying {

		private final AtomicInteger attempts = new AtomicInteger();

		private final Inner inner;

		Retrying(Inner inner) {
			this.inner = inner;
		}

		@Retryable(delay = 1)
		public int plain() {
			return second(this.inner.single());
		}

		@Retryable(delay = 1)
		public Mono<Integer> mono() {
			return this.inner.mono().map(this::second);
		}

		int attempts() {
			return this.attempts.get();
		}

		/** Fails at every other attempt. */
		private int second(int held) {
			if (this.attempts.incrementAndGet() % 2 != 0) {
				throw new IllegalStateException("tried once");
			}
			return held;
		}

	}

	static class Inner {

		private final SemaphoreRegistry registry;

		Inner(SemaphoreRegistry registry) {
			this.registry = registry;
		}

		@Permits("single")
		public int single() {
			return this.registry.get("single").snapshot().held();
		}

		@Permits("single")
		public Mono<Integer> mono() {
			return Mono.fromSupplier(() -> this.registry.get("single").snapshot().held());
		}

		@Permits("single")
		public Flux<Integer> flux() {
			return Flux.just(0);
		}

		@Permits("single")
		public void fail() {
			throw new IllegalStateException();
		}

		@Permits("pair")
		public int pair() {
			return this.registry.get("pair").snapshot().held();
		}

		@Permits("pair")
		public int pairFirst() {
			return ThreadHolds.current().size() / 2;
		}

		@Permits(name = "pair", weight = "2")
		public int both() {
			throw new AssertionError("ran");
		}

		@Permits("single")
		public CompletableFuture<String> stage(CompletableFuture<String> work) {
			return work;
		}

	}

}
