package dev.semaphore.spring.aop;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.Permit;
import dev.semaphore.spring.aop.MvcWork.Executing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The asynchronous types of Spring MVC, in a real Tomcat.
 */
class MvcAsyncTests extends MvcRequests {

	/**
	 * A time-out of streams beyond that of the test, if the server tells that they broke
	 * off.
	 */
	long timeoutOfBrokenStreams() {
		return 300_000;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/task", "/streaming", "/entity-streaming" })
	void aTaskIsHeldWhileItRunsAndGivenBackBeforeTheResponseEnds(String path) throws Exception {
		CompletableFuture<HttpResponse<String>> response = send(path);
		await().until(() -> this.work.bodies.get() == 1 && held() == 1);
		this.work.end.countDown();
		assertThat(response.get(60, TimeUnit.SECONDS).body())
			.endsWith(path.endsWith("streaming") ? "started\n" : "done");
		assertThat(held()).isZero();
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/task", "/streaming", "/entity-streaming", "/deferred", "/emitter", "/sse",
			"/entity-sse", "/mono", "/entity-mono", "/flux" })
	void aFullSemaphoreRefusesWithoutRunningTheBody(String path) throws Exception {
		try (Permit all = this.reports.acquire(4)) {
			HttpResponse<String> response = send(path).get(60, TimeUnit.SECONDS);
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(all.weight()).isEqualTo(4);
		}
		assertThat(this.work.bodies).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/task", "/streaming" })
	void aTaskThatThrowsAnErrorGivesBack(String path) throws Exception {
		this.work.failure.set(new OutOfMemoryError("as if"));
		this.work.end.countDown();
		send(path).exceptionally((ex) -> null).get(60, TimeUnit.SECONDS);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/task", "/streaming" })
	void aTaskThatRunsOnAfterItsTimeoutHoldsUntilItEnds(String path) throws Exception {
		this.work.executor = Executing.BEGINS;
		this.work.timeout = 50;
		HttpResponse<String> response = send(path).exceptionally((ex) -> null).get(60, TimeUnit.SECONDS);
		if (path.equals("/task")) {
			assertThat(response.body()).isEqualTo("timed out");
		}
		assertThat(held()).isOne();
		this.work.end.countDown();
		await().until(() -> held() == 0);
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/plain", "/callable", "/task", "/stage" })
	void workWhoseClientIsGoneHoldsUntilItEnds(String path) throws Exception {
		try (Socket socket = connect(path)) {
			assertThat(this.work.begin.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(socket.isConnected()).isTrue();
		}
		assertThat(held()).isOne();
		this.work.end.countDown();
		await().until(() -> held() == 0);
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/callable", "/task", "/streaming" })
	void aTaskThatTheExecutorRejectsHoldsNothing(String path) throws Exception {
		this.work.executor = Executing.REJECTS;
		send(path).exceptionally((ex) -> null).get(60, TimeUnit.SECONDS);
		await().until(() -> held() == 0);
		assertThat(this.work.bodies).hasValue(1);
	}

	@Test
	void aTaskThatTimesOutBeforeItStartsHoldsNothing() throws Exception {
		this.work.executor = Executing.NEVER_RUNS;
		this.work.timeout = 50;
		assertThat(send("/task").get(60, TimeUnit.SECONDS).body()).isEqualTo("timed out");
		await().until(() -> held() == 0);
	}

	@Test
	void aTaskThatIsNotUsedGoesBackAtTheEndOfTheRequest() throws Exception {
		assertThat(send("/unused").get(60, TimeUnit.SECONDS).body()).isEqualTo("held 2");
		await().until(() -> held() == 0);
	}

	@Test
	void aTaskThatIsCalledWithinTheRequestIsHeldForTheCall() throws Exception {
		assertThat(send("/used-at-once").get(60, TimeUnit.SECONDS).body()).isEqualTo("done 0");
		takenOnce();
	}

	@Test
	void aDeferredResultIsHeldUntilItIsSetAndTakenOnceThroughTheSecondDispatch() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred");
		DeferredResult<String> deferred = returned();
		await().until(() -> held() == 1);
		deferred.setResult("done");
		assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		assertThat(held()).isZero();
		takenOnce();
	}

	@Test
	void aDeferredResultThatIsSetToAnErrorGivesBack() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred");
		this.<DeferredResult<String>>returned().setErrorResult(new IllegalStateException());
		assertThat(response.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		assertThat(held()).isZero();
		takenOnce();
	}

	@Test
	void aDeferredResultThatIsNeverSetGivesBackWhenItTimesOut() throws Exception {
		this.work.timeout = 50;
		assertThat(send("/deferred").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		assertThat(held()).isZero();
		takenOnce();
	}

	@Test
	void aDeferredResultWhoseClientIsGoneGivesBackAtTheLatestWhenItTimesOut() throws Exception {
		this.work.timeout = 500;
		try (Socket socket = connect("/deferred")) {
			assertThat(this.<Object>returned()).isNotNull();
			assertThat(socket.isConnected()).isTrue();
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void aDeferredResultOfARequestThatFailsGivesBackThoughItIsNeverSet() throws Exception {
		assertThat(send("/deferred-then-throws").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0);
		assertThat(this.<Object>returned()).isNotNull();
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter", "/sse", "/entity-sse" })
	void anEmitterIsHeldUntilItIsComplete(String path) throws Exception {
		CompletableFuture<HttpResponse<String>> response = send(path);
		ResponseBodyEmitter emitter = returned();
		emitter.send("one");
		assertThat(held()).isOne();
		emitter.complete();
		assertThat(response.get(60, TimeUnit.SECONDS).body()).contains("one");
		assertThat(held()).isZero();
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter", "/sse", "/entity-sse" })
	void anEmitterThatCompletesWithAnErrorGivesBack(String path) throws Exception {
		CompletableFuture<HttpResponse<String>> response = send(path);
		this.<ResponseBodyEmitter>returned().completeWithError(new IllegalStateException());
		response.exceptionally((ex) -> null).get(60, TimeUnit.SECONDS);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter", "/sse", "/entity-sse" })
	void anEmitterThatTimesOutGivesBack(String path) throws Exception {
		this.work.timeout = 50;
		send(path).exceptionally((ex) -> null).get(60, TimeUnit.SECONDS);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/emitter", "/sse", "/entity-sse" })
	void anEmitterWhoseClientIsGoneGivesBackWhenTheContainerReportsIt(String path) throws Exception {
		this.work.timeout = timeoutOfBrokenStreams();
		try (Socket socket = connect(path)) {
			ResponseBodyEmitter emitter = returned();
			emitter.send("one");
			readUntil(socket, "one");
			assertThat(held()).isOne();
		}
		ResponseBodyEmitter emitter = returned();
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0 || !sends(emitter));
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void aStreamingBodyWhoseClientIsGoneGivesBack() throws Exception {
		this.work.failure.set(new IOException("the client is to leave"));
		try (Socket socket = connect("/streaming")) {
			readUntil(socket, "started");
			assertThat(held()).isOne();
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0);
		assertThat(this.work.end.getCount()).isOne();
		takenOnce();
	}

	@Test
	void aMonoIsHeldUntilItsValue() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/mono");
		await().until(() -> held() == 1);
		this.work.end.countDown();
		assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		assertThat(held()).isZero();
		takenOnce();
	}

	@Test
	void aMonoInAnEntityIsHeldUntilItsValue() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/entity-mono");
		await().until(() -> this.work.bodies.get() == 1 && held() == 1);
		this.work.end.countDown();
		assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		assertThat(held()).isZero();
	}

	@Test
	void aFluxWhoseClientIsGoneGivesBack() throws Exception {
		try (Socket socket = connect("/flux")) {
			readUntil(socket, "data:");
			assertThat(held()).isOne();
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void anErrorDispatchTakesNothing() throws Exception {
		assertThat(send("/throws").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void anEntityKeepsItsStatusAndHeaders() throws Exception {
		this.work.end.countDown();
		HttpResponse<String> response = send("/entity-streaming").get(60, TimeUnit.SECONDS);
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(response.headers().firstValue("X-Kept")).hasValue("yes");
	}

	private static boolean sends(ResponseBodyEmitter emitter) {
		try {
			emitter.send("more");
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			return false;
		}
	}

}
