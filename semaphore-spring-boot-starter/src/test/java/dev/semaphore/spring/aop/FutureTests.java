package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Methods that return a {@link Future}.
 */
class FutureTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void shutDown() {
		this.end.countDown();
		this.executor.shutdownNow();
	}

	@Test
	void holdsUntilTheTaskEndsAndGivesBackBeforeTheValueIsSeen() {
		run((service, quotes) -> {
			Future<String> future = service.future(this::submit);
			assertThat(quotes.snapshot().held()).isOne();
			assertThat(future.isDone()).isFalse();
			this.end.countDown();
			assertThat(future.get()).isEqualTo("done");
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void givesBackWhenTheTaskEndsThoughNobodyAsks() {
		run((service, quotes) -> {
			service.future(this::submit);
			this.end.countDown();
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	@Test
	void givesBackWhenTheTaskThrowsAnError() {
		run((service, quotes) -> {
			Future<String> future = service.future(() -> this.executor.submit(() -> {
				throw new NoClassDefFoundError();
			}));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get)
				.withCauseInstanceOf(NoClassDefFoundError.class);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void givesBackWhenTheBodyThrows() {
		run((service, quotes) -> assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> service.future(() -> {
				throw new StackOverflowError();
			})));
	}

	@Test
	void oneThatIsGivenUpOnTimeoutHoldsUntilTheTaskEnds() {
		run((service, quotes) -> {
			Future<String> future = service.future(this::submit);
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS));
			assertThat(quotes.snapshot().held()).isOne();
			this.end.countDown();
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	@Test
	void oneThatIsCancelledWithoutInterruptHoldsUntilTheTaskEnds() {
		run((service, quotes) -> {
			Future<String> future = service.future(this::submit);
			assertThat(future.cancel(false)).isTrue();
			assertThat(future.isCancelled()).isTrue();
			assertThat(future.isDone()).isTrue();
			assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get);
			assertThat(future.cancel(true)).isFalse();
			assertThat(quotes.snapshot().held()).isOne();
			this.end.countDown();
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	@Test
	void oneThatIsCancelledWithInterruptGivesBackAtOnce() {
		run((service, quotes) -> {
			Future<String> future = service.future(this::submit);
			assertThat(future.cancel(true)).isTrue();
			assertThat(future.isCancelled()).isTrue();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void whoWaitsForOneLearnsThatAnotherGaveItUp() {
		run((service, quotes) -> {
			Future<String> future = service.future(this::submit);
			Future<?> waiting = this.executor
				.submit(() -> assertThatExceptionOfType(CancellationException.class).isThrownBy(future::get));
			Future<?> waitingLong = this.executor.submit(() -> assertThatExceptionOfType(CancellationException.class)
				.isThrownBy(() -> future.get(Long.MAX_VALUE, TimeUnit.DAYS)));
			future.cancel(false);
			waiting.get(60, TimeUnit.SECONDS);
			waitingLong.get(60, TimeUnit.SECONDS);
			assertThat(quotes.snapshot().held()).isOne();
			this.end.countDown();
		});
	}

	@Test
	void theThreadThatTimesFuturesForAllDoesNotGiveBackItself() throws Exception {
		CompletableFuture<String> closer = new CompletableFuture<>();
		Permit permit = mock(Permit.class);
		willAnswer((invocation) -> closer.complete(Thread.currentThread().getName())).given(permit).close();
		FutureTask<String> task = new FutureTask<>(() -> "done");
		HeldFuture.hold(task, permit);
		task.run();
		assertThat(closer.get(60, TimeUnit.SECONDS)).doesNotContain("DelayScheduler");
	}

	@Test
	void oneThatTurnsOutToBeAStageIsHeldAsAStage() {
		run((service, quotes) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			Future<String> future = service.future(() -> work);
			assertThat(quotes.snapshot().held()).isOne();
			work.complete("done");
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(future.get()).isEqualTo("done");
		});
	}

	@Test
	void oneThatIsDoneAlreadyIsHandedOutAsItIs() {
		run((service, quotes) -> {
			Future<String> done = this.executor.submit(() -> "done");
			done.get();
			assertThat(service.future(() -> done)).isSameAs(done);
		});
	}

	@Test
	void aRefusalIsThrownByTheCallAndTheBodyDoesNotRun() {
		run((service, quotes) -> {
			quotes.close();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> service.future(() -> {
				throw new AssertionError("ran");
			}));
		});
	}

	@Test
	void theFallbackAnswers() {
		run((service, quotes) -> {
			quotes.close();
			assertThat(service.withFallback().get()).isEqualTo("fallback");
		});
	}

	@Test
	void anAsyncMethodThatIsGivenUpHoldsUntilItsBodyEnds() {
		run((service, quotes) -> {
			Future<String> future = service.async(this.end);
			await().until(() -> quotes.snapshot().held() == 1);
			future.cancel(false);
			assertThat(quotes.snapshot().held()).isOne();
			this.end.countDown();
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	private Future<String> submit() {
		return this.executor.submit(() -> {
			this.end.await();
			return "done";
		});
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			test.run(context.getBean(Service.class), quotes);
			await().atMost(Duration.ofSeconds(60)).until(() -> quotes.snapshot().held() == 0);
		});
	}

	interface Scenario {

		void run(Service service, CountingSemaphore quotes) throws Exception;

	}

	@EnableAsync
	static class Service {

		@Permits("quotes")
		public Future<String> future(Supplier<Future<String>> body) {
			return body.get();
		}

		@Async
		@Permits("quotes")
		public Future<String> async(CountDownLatch end) throws InterruptedException {
			end.await();
			return CompletableFuture.completedFuture("done");
		}

		@Permits(name = "quotes", fallback = "answer")
		public Future<String> withFallback() {
			throw new AssertionError("ran");
		}

		private Future<String> answer() {
			return CompletableFuture.completedFuture("fallback");
		}

	}

}
