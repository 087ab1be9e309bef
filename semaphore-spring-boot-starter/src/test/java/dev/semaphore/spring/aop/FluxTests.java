package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that return a {@link Flux} or a {@link Publisher}.
 */
class FluxTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@Test
	void takesNothingUntilSubscribedAndOnePermitForEachSubscription() {
		run((service, quotes) -> {
			Flux<Integer> flux = service.flux(() -> Flux.range(1, 3));
			assertThat(quotes.snapshot().statistics().acquired()).isZero();
			assertThat(flux.collectList().block(SOON)).containsExactly(1, 2, 3);
			assertThat(flux.collectList().block(SOON)).containsExactly(1, 2, 3);
			assertThat(quotes.snapshot().statistics().acquired()).isEqualTo(2);
		});
	}

	@Test
	void holdsThroughItsValuesAndGivesBackBeforeCompletionIsTold() {
		run((service, quotes) -> {
			AtomicInteger atValues = new AtomicInteger();
			AtomicInteger atEnd = new AtomicInteger(-1);
			service.flux(() -> Flux.range(1, 3))
				.doOnNext((value) -> atValues.addAndGet(quotes.snapshot().held()))
				.doOnComplete(() -> atEnd.set(quotes.snapshot().held()))
				.blockLast(SOON);
			assertThat(atValues).hasValue(3);
			assertThat(atEnd).hasValue(0);
		});
	}

	@Test
	void givesBackBeforeAnErrorIsTold() {
		run((service, quotes) -> {
			AtomicInteger atEnd = new AtomicInteger(-1);
			StepVerifier
				.create(service.flux(() -> Flux.range(1, 3).concatWith(Flux.error(new StackOverflowError())))
					.doOnError((ex) -> atEnd.set(quotes.snapshot().held())))
				.expectNextCount(3)
				.expectError(StackOverflowError.class)
				.verify(SOON);
			assertThat(atEnd).hasValue(0);
		});
	}

	@Test
	void givesBackOnTakeBeforeItsCompletionIsTold() {
		run((service, quotes) -> {
			AtomicInteger atEnd = new AtomicInteger(-1);
			service.flux(() -> Flux.range(1, 3))
				.take(1)
				.doOnComplete(() -> atEnd.set(quotes.snapshot().held()))
				.blockLast(SOON);
			assertThat(atEnd).hasValue(0);
		});
	}

	@Test
	void givesBackOnTimeout() {
		run((service, quotes) -> StepVerifier
			.create(service.flux(() -> Flux.just(1).concatWith(Flux.never()))
				.timeout(Mono.never(), (value) -> Mono.delay(Duration.ofMillis(1))))
			.expectNextCount(1)
			.expectError(TimeoutException.class)
			.verify(SOON));
	}

	@Test
	void givesBackOnCancelAfterCancellingTheBody() {
		run((service, quotes) -> {
			TestPublisher<Integer> work = TestPublisher.create();
			AtomicInteger heldWhenCancelled = new AtomicInteger(-1);
			service.flux(() -> work.flux().doOnCancel(() -> heldWhenCancelled.set(quotes.snapshot().held())))
				.subscribe()
				.dispose();
			work.assertCancelled();
			assertThat(heldWhenCancelled).hasValue(1);
		});
	}

	@Test
	void requestsWhatIsRequestedAlsoWhileItWaits() {
		run((service, quotes) -> {
			TestPublisher<Integer> work = TestPublisher.create();
			Permit taken = quotes.acquire();
			StepVerifier.create(service.flux(work::flux), 0)
				.thenRequest(2)
				.thenRequest(1)
				.then(taken::close)
				.then(() -> org.awaitility.Awaitility.await().untilAsserted(() -> work.assertMinRequested(3)))
				.then(() -> work.assertMaxRequested(3))
				.then(() -> work.next(1, 2, 3).complete())
				.expectNext(1, 2, 3)
				.expectComplete()
				.verify(SOON);
		});
	}

	@Test
	void aRequestForNothingIsTheBodysToObjectTo() {
		DeferredSubscription early = new DeferredSubscription();
		AtomicInteger objected = new AtomicInteger();
		early.request(3);
		early.request(0);
		early.request(3);
		early.set(new org.reactivestreams.Subscription() {

			@Override
			public void request(long n) {
				if (n <= 0) {
					objected.incrementAndGet();
				}
			}

			@Override
			public void cancel() {
			}

		});
		assertThat(objected).hasValue(1);
	}

	@Test
	void leavesTheQueueOnCancel() {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				service.flux(Flux::never).subscribe().dispose();
				assertThat(quotes.snapshot().queueLength()).isZero();
				assertThat(taken.weight()).isOne();
			}
		});
	}

	@Test
	void holdsOnePermitAtATimeOfManySubscriptions() {
		run((service, quotes) -> {
			AtomicInteger peak = new AtomicInteger();
			AtomicInteger now = new AtomicInteger();
			Flux<Integer> one = service.flux(() -> Flux.range(1, 3)
				.doOnSubscribe((subscription) -> peak.accumulateAndGet(now.incrementAndGet(), Math::max))
				.doFinally((signal) -> now.decrementAndGet()));
			Flux.range(0, 50).flatMap((i) -> one, 50).blockLast(SOON);
			assertThat(peak).hasValue(1);
		});
	}

	@Test
	void theFallbackAnswers() {
		run((service, quotes) -> {
			quotes.close();
			assertThat(service.withFallback().collectList().block(SOON)).containsExactly(7);
		});
	}

	@Test
	void aPublisherIsLikeAFlux() {
		run((service, quotes) -> {
			Permit taken = quotes.acquire();
			CompletableFuture<Integer> last = Flux.from(service.publisher(() -> Flux.range(1, 3))).last().toFuture();
			assertThat(quotes.snapshot().queueLength()).isOne();
			taken.close();
			assertThat(last.get(60, TimeUnit.SECONDS)).isEqualTo(3);
		});
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
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

		@Permits("quotes")
		public Flux<Integer> flux(Supplier<Flux<Integer>> body) {
			return body.get();
		}

		@Permits("quotes")
		public Publisher<Integer> publisher(Supplier<Flux<Integer>> body) {
			return body.get();
		}

		@Permits(name = "quotes", fallback = "answer")
		public Flux<Integer> withFallback() {
			return Flux.never();
		}

		private Flux<Integer> answer(PermitRejectedException refusal) {
			return Flux.just(7);
		}

	}

}
