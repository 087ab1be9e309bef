package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods whose declared type tells nothing of what they return, to callers who know it.
 */
class UndeclaredTypeTests {

	@Test
	void aFutureOfAnyClassIsHandedOutAsItIsAndHeldUntilItIsDone() {
		run((service, quotes) -> {
			ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
			CountDownLatch end = new CountDownLatch(1);
			ScheduledFuture<?> future = service
				.call(() -> scheduler.schedule(() -> end.await(1, TimeUnit.MINUTES), 0, TimeUnit.NANOSECONDS));
			assertThat(quotes.snapshot().held()).isOne();
			end.countDown();
			assertThat(future.get()).isEqualTo(true);
			await().until(() -> quotes.snapshot().held() == 0);
			FutureTask<String> done = new FutureTask<>(() -> "done");
			done.run();
			assertThat(service.<FutureTask<String>>call(() -> done)).isSameAs(done);
			scheduler.shutdown();
		});
	}

	@Test
	void aStageOfAnotherClassIsHandedOutAsItIsAndHeldUntilItCompletes() {
		run((service, quotes) -> {
			OwnStage own = new OwnStage();
			OwnStage stage = service.call(() -> own);
			assertThat(stage).isSameAs(own);
			assertThat(quotes.snapshot().held()).isOne();
			own.complete("done");
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void aStageOfTheUsualClassGivesBackBeforeAnybodyIsTold() {
		run((service, quotes) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> stage = service.call(() -> work);
			CompletableFuture<Integer> heldWhenTold = stage.thenApply((value) -> quotes.snapshot().held());
			assertThat(quotes.snapshot().held()).isOne();
			work.complete("done");
			assertThat(heldWhenTold).isCompletedWithValue(0);
		});
	}

	@Test
	void aTaskWithoutAClassOfItsOwnTakesForEachCall() {
		run((service, quotes) -> {
			Callable<Integer> lambda = service.call(() -> () -> quotes.snapshot().held());
			assertThat(lambda.call()).isOne();
			Callable<Integer> anonymous = service.call(() -> new Callable<>() {

				@Override
				public Integer call() {
					return quotes.snapshot().held();
				}

			});
			assertThat(anonymous.call()).isOne();
			StreamingResponseBody body = service.call(() -> (output) -> output.write(quotes.snapshot().held()));
			java.io.ByteArrayOutputStream written = new java.io.ByteArrayOutputStream();
			body.writeTo(written);
			assertThat(written.toByteArray()).containsExactly(1);
		});
	}

	@Test
	void aTaskOfAClassOfItsOwnIsHandedOutAsItIs() {
		run((service, quotes) -> {
			OwnJob job = service.call(OwnJob::new);
			assertThat(job.call()).isEqualTo("done");
			OwnBody body = service.call(OwnBody::new);
			assertThat(body).isNotNull();
			OwnTask task = service.call(OwnTask::new);
			assertThat(task.getCallable().call()).isEqualTo("done");
		});
	}

	@Test
	void aMonoIsHeldUntilItsValue() {
		run((service, quotes) -> {
			Mono<Integer> mono = service.call(() -> Mono.fromSupplier(() -> quotes.snapshot().held()));
			assertThat(mono.block()).isOne();
			ResponseEntity<Mono<Integer>> entity = service
				.call(() -> ResponseEntity.ok(Mono.fromSupplier(() -> quotes.snapshot().held())));
			assertThat(entity.getBody().block()).isOne();
		});
	}

	@Test
	void nothingAndPlainValuesAreNotHeld() {
		run((service, quotes) -> {
			assertThat(service.<Object>call(() -> null)).isNull();
			assertThat(service.<String>call(() -> "plain")).isEqualTo("plain");
		});
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			test.run(context.getBean(Service.class), quotes);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	interface Scenario {

		void run(Service service, CountingSemaphore quotes) throws Exception;

	}

	static class Service {

		@Permits("quotes")
		public <T> T call(Supplier<T> body) {
			return body.get();
		}

	}

	static class OwnStage extends CompletableFuture<String> {

	}

	static class OwnJob implements Callable<String> {

		@Override
		public String call() {
			return "done";
		}

	}

	static class OwnBody implements StreamingResponseBody {

		@Override
		public void writeTo(java.io.OutputStream output) {
		}

	}

	static class OwnTask extends WebAsyncTask<String> {

		OwnTask() {
			super(() -> "done");
		}

	}

}
