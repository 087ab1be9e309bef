package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreSnapshot;
import dev.semaphore.spring.annotation.Permits;
import kotlinx.coroutines.JobKt;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Methods that return stages: a permit is held until the stage completes.
 */
class CompletionStageTests {

	private final CompletableFuture<String> work = new CompletableFuture<>();

	@Test
	void holdsUntilTheStageCompletesAndGivesBackBeforeAnybodyIsTold() {
		run((service, context) -> {
			CompletableFuture<Integer> heldWhenTold = service.call(() -> this.work)
				.thenApply((value) -> PermitsContext.held(context, "quotes"));
			assertThat(PermitsContext.held(context, "quotes")).isOne();
			this.work.complete("done");
			assertThat(heldWhenTold).isCompletedWithValue(0);
		});
	}

	@Test
	void passesTheValueOn() {
		run((service, context) -> {
			this.work.complete("done");
			assertThat(service.call(() -> this.work)).isCompletedWithValue("done");
			assertThat(service.stage(() -> this.work).toCompletableFuture()).isCompletedWithValue("done");
			assertThat(service.loose(() -> this.work)).isInstanceOf(CompletionStage.class);
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void passesTheFailureOnAsItIs() {
		run((service, context) -> {
			CompletableFuture<String> result = service.call(() -> this.work);
			CompletableFuture<Throwable> seen = result.handle((value, failure) -> failure);
			IllegalStateException failure = new IllegalStateException();
			this.work.completeExceptionally(failure);
			assertThat(seen.get()).isSameAs(failure);
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void aBodyThatThrowsFailsTheStageAndHoldsNothing() {
		run((service, context) -> {
			OutOfMemoryError error = new OutOfMemoryError();
			CompletableFuture<String> result = service.call(() -> {
				throw error;
			});
			assertThat(result.handle((value, failure) -> failure).get()).isSameAs(error);
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void aBodyThatReturnsNullFailsTheStageAndHoldsNothing() {
		run((service, context) -> {
			assertThat(service.call(() -> null)).isCompletedExceptionally();
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void runsTheBodyOnTheCallersThreadIfAPermitIsFree() {
		run((service, context) -> {
			this.work.complete("done");
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			service.call(() -> {
				thread.complete(Thread.currentThread());
				return this.work;
			});
			assertThat(thread).isCompletedWithValue(Thread.currentThread());
		});
	}

	@Test
	void waitsWithoutAThreadAndRunsTheBodyWhenAPermitIsFree() {
		run((service, context) -> {
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			CompletableFuture<String> result;
			try (Permit taken = quotes(context).acquire()) {
				result = service.call(() -> {
					thread.complete(Thread.currentThread());
					return this.work;
				});
				assertThat(quotes(context).snapshot().queueLength()).isOne();
				assertThat(thread).isNotDone();
				assertThat(taken.weight()).isOne();
			}
			assertThat(thread.get(60, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
			assertThat(quotes(context).snapshot().held()).isOne();
			this.work.complete("done");
			assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("done");
			assertThat(quotes(context).snapshot().held()).isZero();
		});
	}

	@Test
	void aRefusalAtOnceIsAFailedStageAndTheBodyDoesNotRun() {
		run((service, context) -> {
			quotes(context).close();
			assertRefused(service.call(() -> {
				throw new AssertionError("ran");
			}), RejectionReason.CLOSED);
		});
	}

	@Test
	void aRefusalAfterWaitingIsAFailedStage() {
		run((service, context) -> {
			try (Permit taken = quotes(context).acquire()) {
				CompletableFuture<String> result = service.call(() -> this.work);
				assertThat(taken.weight()).isOne();
				quotes(context).close();
				assertRefused(result, RejectionReason.CLOSED);
			}
		});
	}

	@Test
	void aFallbackAnswersAfterWaiting() {
		run((service, context) -> {
			try (Permit taken = quotes(context).acquire()) {
				CompletableFuture<String> result = service.withFallback(() -> this.work);
				assertThat(taken.weight()).isOne();
				quotes(context).close();
				assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("CLOSED");
			}
		});
	}

	@Test
	void cancellingTheResultLeavesTheQueue() {
		run((service, context) -> {
			try (Permit taken = quotes(context).acquire()) {
				CompletableFuture<String> result = service.call(() -> this.work);
				result.cancel(true);
				assertThat(quotes(context).snapshot().queueLength()).isZero();
				assertThat(taken.weight()).isOne();
			}
			assertThat(quotes(context).snapshot().held()).isZero();
		});
	}

	@Test
	void aResultThatTimesOutLeavesTheQueue() {
		run((service, context) -> {
			try (Permit taken = quotes(context).acquire()) {
				assertThat(service.call(() -> this.work).orTimeout(1, TimeUnit.MILLISECONDS)).failsWithin(1,
						TimeUnit.MINUTES);
				await().until(() -> quotes(context).snapshot().queueLength() == 0);
				assertThat(taken.weight()).isOne();
			}
			assertThat(quotes(context).snapshot().held()).isZero();
		});
	}

	@Test
	void cancellingTheResultCancelsTheWorkAndGivesBack() {
		run((service, context) -> {
			assertThat(service.call(() -> this.work).cancel(true)).isTrue();
			assertThat(this.work).isCancelled();
			assertThat(quotes(context).snapshot().held()).isZero();
		});
	}

	@Test
	void aResultThatTimesOutHoldsUntilTheWorkIsOver() {
		run((service, context) -> {
			CompletableFuture<String> result = service.call(() -> this.work);
			result.complete("enough");
			assertThat(quotes(context).snapshot().held()).isOne();
			this.work.complete("done");
			assertThat(quotes(context).snapshot().held()).isZero();
		});
	}

	@Test
	void anObjectThatTurnsOutToBeAStageIsHeldUntilItCompletes() {
		run((service, context) -> {
			CompletableFuture<?> result = (CompletableFuture<?>) service.loose(() -> this.work);
			assertThat(quotes(context).snapshot().held()).isOne();
			this.work.complete("done");
			assertThat(result.get()).isEqualTo("done");
			assertThat(quotes(context).snapshot().held()).isZero();
		});
	}

	@Test
	void anObjectThatTurnsOutToBeATaskIsHeldWhileItRuns() {
		run((service, context) -> {
			assertThat(service.object("plain")).isEqualTo("plain");
			Callable<Integer> task = () -> quotes(context).snapshot().held();
			assertThat(((Callable<?>) service.object(task)).call()).isEqualTo(1);
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void anObjectThatTurnsOutToBeAPublisherIsHeldForEachSubscription() {
		run((service, context) -> {
			Mono<Integer> mono = Mono.fromSupplier(() -> quotes(context).snapshot().held());
			assertThat(((Mono<?>) service.object(mono)).block()).isEqualTo(1);
			assertThat(((Mono<?>) service.object(mono)).block()).isEqualTo(1);
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void anObjectOfWhichNobodyCanTellWhenItEndsIsNotReleasedInSilence() {
		run((service, context) -> {
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> service.object(JobKt.Job(null)))
				.withMessageContaining("object(Object)");
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void aWrongWeightIsThrownByTheCallItself() {
		run((service, context) -> assertThatIllegalArgumentException().isThrownBy(() -> service.weighed(0))
			.withMessageContainingAll("quotes", "#weight", "0"));
	}

	private static void assertRefused(CompletableFuture<?> result, RejectionReason reason) {
		assertThat(result).failsWithin(60, TimeUnit.SECONDS)
			.withThrowableThat()
			.havingRootCause()
			.isInstanceOfSatisfying(PermitRejectedException.class, (ex) -> assertThat(ex.reason()).isEqualTo(reason));
		assertThat(result).isCompletedExceptionally();
		assertThat(result.isCancelled()).isFalse();
	}

	private static CountingSemaphore quotes(ApplicationContext context) {
		return PermitsContext.semaphore(context, "quotes");
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
			test.run(context.getBean(Service.class), context);
			SemaphoreSnapshot snapshot = quotes(context).snapshot();
			assertThat(snapshot.queueLength()).isZero();
		});
	}

	interface Scenario {

		void run(Service service, ApplicationContext context) throws Exception;

	}

	static class Service {

		@Permits("quotes")
		public CompletableFuture<String> call(Supplier<CompletableFuture<String>> body) {
			return body.get();
		}

		@Permits("quotes")
		public CompletionStage<String> stage(Supplier<CompletableFuture<String>> body) {
			return body.get();
		}

		@Permits("quotes")
		public Object loose(Supplier<CompletableFuture<String>> body) {
			return body.get();
		}

		@Permits("quotes")
		public Object object(Object value) {
			return value;
		}

		@Permits(name = "quotes", weight = "#weight")
		public CompletableFuture<String> weighed(int weight) {
			throw new AssertionError("ran");
		}

		@Permits(name = "quotes", fallback = "answer")
		public CompletableFuture<String> withFallback(Supplier<CompletableFuture<String>> body) {
			return body.get();
		}

		private CompletableFuture<String> answer(Supplier<CompletableFuture<String>> body,
				PermitRejectedException refusal) {
			return CompletableFuture.completedFuture(refusal.reason().name());
		}

	}

}
