package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.aop.NestedCalls.Inner;
import dev.semaphore.spring.aop.NestedCalls.Outer;
import dev.semaphore.spring.aop.NestedCalls.Retrying;
import dev.semaphore.spring.aop.NestedCalls.Trying;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Nested calls that ask for what their thread holds already.
 */
@Timeout(300)
class ReentryTests {

	private final ApplicationContextRunner runner = NestedCalls.runner();

	@Test
	void aNestedCallThatWouldWaitIsRefusedAtOnceAndToldWhy() {
		this.runner.run((context) -> {
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Outer.class).single())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT))
				.withMessageContainingAll("'single'", "REENTRANT", "holds 1 of it already", "Outer.single()",
						"semaphore.instances.single.reentry");
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aNestedCallThatCanHaveAPermitAtOnceTakesOne() {
		this.runner.run((context) -> {
			assertThat(context.getBean(Outer.class).pair()).isEqualTo(2);
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aCallAfterAnotherIsNotNested() {
		this.runner.run((context) -> {
			Inner inner = context.getBean(Inner.class);
			assertThat(inner.single()).isOne();
			assertThat(inner.single()).isOne();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(inner::fail);
			try (Permit taken = PermitsContext.semaphore(context, "single").acquire()) {
				assertThat(taken.weight()).isOne();
				CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(inner::single);
				await().until(() -> PermitsContext.semaphore(context, "single").snapshot().queueLength() == 1);
				assertThat(waiting).isNotDone();
			}
			await().until(() -> PermitsContext.semaphore(context, "single").snapshot().held() == 0);
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
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void sharingDoesNotHelpACallThatWantsMore() {
		this.runner.withPropertyValues("semaphore.instances.pair.reentry=share").run((context) -> {
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Outer.class).more())
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.REENTRANT));
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aSharedPermitGoesBackWhenTheLastWorkIsOver() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = context.getBean(Outer.class).starts(work).get(0);
			assertThat(PermitsContext.semaphore(context, "single").snapshot().held()).isOne();
			work.complete("done");
			assertThat(result).isCompletedWithValue("done");
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aSharedStageLeavesTheQueueWhenItIsCancelled() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			try (Permit taken = PermitsContext.semaphore(context, "single").acquire()) {
				assertThat(taken.weight()).isOne();
				CompletableFuture<String> result = context.getBean(Inner.class).stage(new CompletableFuture<>());
				assertThat(PermitsContext.semaphore(context, "single").snapshot().queueLength()).isOne();
				result.cancel(true);
				assertThat(PermitsContext.semaphore(context, "single").snapshot().queueLength()).isZero();
			}
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void countingWaitsAsEverybodyDoes() {
		this.runner.withPropertyValues("semaphore.defaults.reentry=count", "semaphore.instances.single.max-wait=1ms")
			.run((context) -> {
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> context.getBean(Outer.class).single())
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.TIMED_OUT));
				NestedCalls.assertNothingHeld(context);
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
			NestedCalls.assertNothingHeld(context);
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
				NestedCalls.assertNothingHeld(context);
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
			NestedCalls.assertNothingHeld(second);
		}));
	}

}
