package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.ObjectProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods that return a {@link Mono}.
 */
class MonoTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private final AtomicInteger runs = new AtomicInteger();

	@Test
	void takesNothingAndRunsNothingUntilSubscribed() {
		run((service, quotes) -> {
			service.call(() -> Mono.just("done"));
			assertThat(quotes.snapshot().statistics().acquired()).isZero();
			assertThat(this.runs).hasValue(0);
		});
	}

	@Test
	void takesForEachSubscription() {
		run((service, quotes) -> {
			Mono<String> mono = service.call(() -> Mono.just("done"));
			assertThat(mono.block(SOON)).isEqualTo("done");
			assertThat(mono.block(SOON)).isEqualTo("done");
			assertThat(quotes.snapshot().statistics().acquired()).isEqualTo(2);
			assertThat(this.runs).hasValue(2);
		});
	}

	@Test
	void holdsUntilTheValueAndGivesBackBeforeItIsTold() {
		run((service, quotes) -> {
			Sinks.One<String> work = Sinks.one();
			AtomicInteger heldAtValue = new AtomicInteger(-1);
			service.call(work::asMono).subscribe((value) -> heldAtValue.set(quotes.snapshot().held()));
			assertThat(quotes.snapshot().held()).isOne();
			work.tryEmitValue("done").orThrow();
			assertThat(heldAtValue).hasValue(0);
		});
	}

	@Test
	void givesBackBeforeCompletionIsTold() {
		run((service, quotes) -> {
			AtomicInteger held = new AtomicInteger(-1);
			service.call(Mono::empty).doOnTerminate(() -> held.set(quotes.snapshot().held())).block(SOON);
			assertThat(held).hasValue(0);
		});
	}

	@Test
	void givesBackBeforeAnErrorIsTold() {
		run((service, quotes) -> {
			IllegalStateException failure = new IllegalStateException();
			AtomicReference<Throwable> seen = new AtomicReference<>();
			AtomicInteger held = new AtomicInteger(-1);
			service.call(() -> Mono.error(failure))
				.doOnError((ex) -> held.set(quotes.snapshot().held()))
				.subscribe(null, seen::set);
			assertThat(seen).hasValue(failure);
			assertThat(held).hasValue(0);
		});
	}

	@Test
	void givesBackWhenTheBodyThrowsAnError() {
		run((service, quotes) -> {
			OutOfMemoryError error = new OutOfMemoryError();
			AtomicReference<Throwable> seen = new AtomicReference<>();
			service.call(() -> {
				throw error;
			}).subscribe(null, seen::set);
			assertThat(seen).hasValue(error);
		});
	}

	@Test
	void givesBackWhenTheBodyReturnsNull() {
		run((service, quotes) -> StepVerifier.create(service.call(() -> null))
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("returned null"))
			.verify(SOON));
	}

	@Test
	void givesBackOnCancel() {
		run((service, quotes) -> {
			TestPublisher<String> work = TestPublisher.create();
			Disposable subscription = service.call(() -> Mono.from(work)).subscribe();
			assertThat(quotes.snapshot().held()).isOne();
			subscription.dispose();
			work.assertCancelled();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void givesBackWhenTheBodyFailsWhileItIsCancelled() {
		run((service, quotes) -> {
			Disposable subscription = service.call(() -> new FailsWhenCancelled(false)).subscribe();
			assertThat(quotes.snapshot().held()).isOne();
			subscription.dispose();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void givesBackWhenCancellingTheBodyThrows() {
		run((service, quotes) -> {
			Disposable subscription = service.call(() -> new FailsWhenCancelled(true)).subscribe();
			try {
				subscription.dispose();
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessage("while being cancelled");
			}
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void givesBackOnTimeout() {
		run((service, quotes) -> StepVerifier.create(service.call(Mono::never).timeout(Duration.ofMillis(5)))
			.expectError(TimeoutException.class)
			.verify(SOON));
	}

	@Test
	void doesNotCancelTheBodyThatHasItsValue() {
		run((service, quotes) -> {
			AtomicInteger cancelled = new AtomicInteger();
			assertThat(service.call(() -> Mono.just("done").hide().doOnCancel(cancelled::incrementAndGet)).block(SOON))
				.isEqualTo("done");
			assertThat(cancelled).hasValue(0);
		});
	}

	@Test
	void holdsNothingBetweenRetries() {
		run((service, quotes) -> {
			List<Integer> heldBetween = new ArrayList<>();
			Mono<String> mono = service
				.call(() -> (this.runs.get() < 3) ? Mono.error(new IllegalStateException()) : Mono.just("done"))
				.retryWhen(Retry.max(5).doBeforeRetry((signal) -> heldBetween.add(quotes.snapshot().held())));
			assertThat(mono.block(SOON)).isEqualTo("done");
			assertThat(heldBetween).containsExactly(0, 0);
			assertThat(quotes.snapshot().statistics().acquired()).isEqualTo(3);
		});
	}

	@Test
	void takesAnewWhenRepeated() {
		run((service, quotes) -> {
			service.call(() -> Mono.just("done")).repeat(2).blockLast(SOON);
			assertThat(quotes.snapshot().statistics().acquired()).isEqualTo(3);
		});
	}

	@Test
	void givesBackWhatALoserOfZipHolds() {
		run((service, quotes) -> {
			Mono<String> failing = Mono.error(new IllegalStateException());
			StepVerifier.create(Mono.zip(service.call(Mono::never), failing))
				.expectError(IllegalStateException.class)
				.verify(SOON);
		});
	}

	@Test
	void isRefusedWithoutRunningTheBody() {
		run((service, quotes) -> {
			quotes.close();
			Mono<String> mono = service.call(() -> Mono.just("done"));
			StepVerifier.create(mono).expectErrorSatisfies((ex) -> isRefusal(ex, RejectionReason.CLOSED)).verify(SOON);
			assertThat(this.runs).hasValue(0);
		});
	}

	@Test
	void isRefusedAfterWaiting() {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				StepVerifier.create(service.call(() -> Mono.just("done"))).then(() -> {
					assertThat(quotes.snapshot().queueLength()).isOne();
					quotes.close();
				}).expectErrorSatisfies((ex) -> isRefusal(ex, RejectionReason.CLOSED)).verify(SOON);
				assertThat(taken.weight()).isOne();
			}
			assertThat(this.runs).hasValue(0);
		});
	}

	@Test
	void waitsOnAnEventLoopWithoutBlockingItAndResumesOnAThreadOfItsOwn() {
		run((service, quotes) -> {
			CompletableFuture<Thread> ranOn = new CompletableFuture<>();
			CompletableFuture<String> result;
			try (Permit taken = quotes.acquire()) {
				Mono<String> mono = service.call(() -> {
					ranOn.complete(Thread.currentThread());
					return Mono.just("done");
				});
				result = Mono.fromCallable(() -> mono.toFuture()).subscribeOn(Schedulers.parallel()).block(SOON);
				assertThat(quotes.snapshot().queueLength()).isOne();
				assertThat(taken.weight()).isOne();
				assertThat(result).isNotDone();
			}
			assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("done");
			assertThat(ranOn.get()).isNotSameAs(Thread.currentThread());
			assertThat(Schedulers.isInNonBlockingThread()).isFalse();
		});
	}

	@Test
	void leavesTheQueueOnCancel() {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				Disposable subscription = service.call(() -> Mono.just("done")).subscribe();
				assertThat(quotes.snapshot().queueLength()).isOne();
				subscription.dispose();
				assertThat(quotes.snapshot().queueLength()).isZero();
				assertThat(taken.weight()).isOne();
			}
			assertThat(this.runs).hasValue(0);
		});
	}

	@Test
	void leavesTheQueueOnTimeout() {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				StepVerifier.create(service.call(() -> Mono.just("done")).timeout(Duration.ofMillis(5)))
					.expectError(TimeoutException.class)
					.verify(SOON);
				assertThat(quotes.snapshot().queueLength()).isZero();
				assertThat(taken.weight()).isOne();
			}
		});
	}

	@Test
	void takesNothingWhenCancelledAtOnce() {
		run((service, quotes) -> {
			StepVerifier.create(service.call(() -> Mono.just("done")), 0).thenCancel().verify(SOON);
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	@Test
	void losesNoPermitWhenGrantAndCancellationRace() {
		run((service, quotes) -> {
			for (int i = 0; i < 500; i++) {
				Permit taken = quotes.acquire();
				Disposable subscription = service.call(Mono::never).subscribe();
				CompletableFuture<Void> released = CompletableFuture.runAsync(taken::close);
				subscription.dispose();
				released.get(60, TimeUnit.SECONDS);
				await().pollDelay(Duration.ZERO).until(() -> quotes.snapshot().held() == 0);
			}
		});
	}

	@Test
	void aBodyThatIsCancelledWhileItRunsHoldsUntilItReturns() {
		run((service, quotes) -> {
			AtomicReference<Subscription> subscription = new AtomicReference<>();
			AtomicInteger held = new AtomicInteger(-1);
			service.call(() -> {
				subscription.get().cancel();
				held.set(quotes.snapshot().held());
				return Mono.just("done");
			}).doOnSubscribe(subscription::set).subscribe();
			assertThat(held).hasValue(1);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void theFallbackAnswers() {
		run((service, quotes) -> {
			quotes.close();
			assertThat(service.withFallback("a").block(SOON)).isEqualTo("a: CLOSED");
		});
	}

	@Test
	void theFallbackAnswersAfterWaiting() {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				CompletableFuture<String> result = service.withFallback("a").toFuture();
				assertThat(taken.weight()).isOne();
				quotes.close();
				assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("a: CLOSED");
			}
		});
	}

	@Test
	void aWrongWeightIsAnErrorBeforeTheBodyRuns() {
		run((service, quotes) -> StepVerifier.create(service.weighed(0))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalArgumentException.class)
				.hasMessageContainingAll("quotes", "#weight", "0"))
			.verify(SOON));
	}

	private static void isRefusal(Throwable failure, RejectionReason reason) {
		assertThat(failure).isInstanceOfSatisfying(PermitRejectedException.class,
				(ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	private void run(Scenario test) {
		PermitsContext.runner(Service.class).withBean(AtomicInteger.class, () -> this.runs).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			test.run(context.getBean(Service.class), quotes);
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(quotes.snapshot().queueLength()).isZero();
		});
	}

	interface Scenario {

		void run(Service service, CountingSemaphore quotes) throws Exception;

	}

	static class Service {

		private final AtomicInteger runs;

		Service(ObjectProvider<AtomicInteger> runs) {
			this.runs = runs.getIfAvailable(AtomicInteger::new);
		}

		@Permits("quotes")
		public Mono<String> call(Supplier<Mono<String>> body) {
			this.runs.incrementAndGet();
			return body.get();
		}

		@Permits(name = "quotes", weight = "#weight")
		public Mono<String> weighed(int weight) {
			throw new AssertionError("ran");
		}

		@Permits(name = "quotes", fallback = "answer")
		public Mono<String> withFallback(String name) {
			return Mono.just("done");
		}

		private Mono<String> answer(String name, PermitRejectedException refusal) {
			return Mono.just(name + ": " + refusal.reason());
		}

	}

}
