package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Methods that return tasks to be run by somebody else, outside of web requests.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallableTests {

	@Test
	void takesForEachCallAndNothingBetween() {
		run((service, quotes) -> {
			Callable<Integer> callable = service.callable(() -> () -> quotes.snapshot().held());
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(callable.call()).isOne();
			assertThat(callable.call()).isOne();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void aNestedCallInTheTaskDoesNotWaitForWhatTheTaskHolds() {
		run((service, quotes) -> {
			Callable<Integer> callable = service.callable(() -> () -> service.plain());
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(callable::call)
				.extracting(PermitRejectedException::reason)
				.isEqualTo(RejectionReason.REENTRANT);
		});
	}

	@Test
	void givesBackWhenTheTaskThrowsAnError() {
		run((service, quotes) -> {
			Callable<Integer> callable = service.callable(() -> () -> {
				throw new StackOverflowError();
			});
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(callable::call);
		});
	}

	@Test
	void isRefusedWithoutRunningTheBodyOrTheTask() {
		run((service, quotes) -> {
			Callable<Integer> callable = service.callable(() -> () -> {
				throw new AssertionError("ran");
			});
			quotes.close();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(callable::call);
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> service.callable(() -> {
				throw new AssertionError("ran");
			}));
		});
	}

	@Test
	void aWebAsyncTaskTakesForEachCall() {
		run((service, quotes) -> {
			WebAsyncTask<Integer> task = service.task(() -> new WebAsyncTask<>(5L, () -> quotes.snapshot().held()));
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(task.getTimeout()).isEqualTo(5);
			assertThat(task.getCallable().call()).isEqualTo(1);
		});
	}

	@Test
	void aStreamingBodyTakesForEachWriting() {
		run((service, quotes) -> {
			int[] held = new int[1];
			StreamingResponseBody body = service.body(() -> (output) -> held[0] = quotes.snapshot().held());
			assertThat(quotes.snapshot().held()).isZero();
			body.writeTo(java.io.OutputStream.nullOutputStream());
			assertThat(held[0]).isOne();
		});
	}

	@Test
	void aDeferredResultIsHeldUntilItIsSet() {
		run((service, quotes) -> {
			DeferredResult<String> result = service.deferred(DeferredResult::new);
			assertThat(quotes.snapshot().held()).isOne();
			result.setResult("done");
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(result.getResult()).isEqualTo("done");
		});
	}

	@Test
	void aDeferredResultThatIsNeverSetIsReportedAndGivenBackWhenItIsGarbage(CapturedOutput output) {
		run((service, quotes) -> {
			service.deferred(DeferredResult::new);
			awaitGarbage(quotes);
			await().until(() -> output.getOut().contains("Service.deferred(Supplier) returned was never completed"));
		});
	}

	@Test
	void anEmitterThatIsNeverCompleteIsReportedAndGivenBackWhenItIsGarbage(CapturedOutput output) {
		run((service, quotes) -> {
			service.emitter();
			awaitGarbage(quotes);
			await().until(() -> output.getOut().contains("Service.emitter() returned was never completed"));
		});
	}

	@Test
	void aNestedCallInAStreamingBodyDoesNotWaitForWhatTheBodyHolds() {
		run((service, quotes) -> {
			StreamingResponseBody body = service.body(() -> (output) -> service.plain());
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> body.writeTo(java.io.OutputStream.nullOutputStream()))
				.extracting(PermitRejectedException::reason)
				.isEqualTo(RejectionReason.REENTRANT);
		});
	}

	@Test
	void aDeferredResultThatIsSetAlreadyHoldsNothing() {
		run((service, quotes) -> {
			DeferredResult<String> set = new DeferredResult<>();
			set.setErrorResult(new IllegalStateException());
			assertThat(service.deferred(() -> set)).isSameAs(set);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	private static void awaitGarbage(CountingSemaphore quotes) {
		await().atMost(Duration.ofMinutes(1)).until(() -> {
			System.gc();
			return quotes.snapshot().held() == 0;
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
		public Callable<Integer> callable(Supplier<Callable<Integer>> body) {
			return body.get();
		}

		@Permits("quotes")
		public int plain() {
			return 1;
		}

		@Permits("quotes")
		public WebAsyncTask<Integer> task(Supplier<WebAsyncTask<Integer>> body) {
			return body.get();
		}

		@Permits("quotes")
		public StreamingResponseBody body(Supplier<StreamingResponseBody> body) {
			return body.get();
		}

		@Permits("quotes")
		public DeferredResult<String> deferred(Supplier<DeferredResult<String>> body) {
			return body.get();
		}

		@Permits("quotes")
		public SseEmitter emitter() {
			return new SseEmitter();
		}

	}

}
