package dev.semaphore.spring.aop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.aop.MvcApplication.Executing;
import dev.semaphore.spring.aop.MvcApplication.Work;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The asynchronous types of Spring MVC, in a real Tomcat.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MvcAsyncTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext application;

	private int port;

	private CountingSemaphore reports;

	private Work work;

	private long acquiredBefore;

	/**
	 * The application, and the server if it is another.
	 */
	Class<?>[] sources() {
		return new Class<?>[] { MvcApplication.class };
	}

	/**
	 * A time-out of streams beyond that of the test, if the server tells that they broke
	 * off.
	 */
	long timeoutOfBrokenStreams() {
		return 300_000;
	}

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(sources()).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
			.run();
		this.port = Integer.parseInt(this.application.getEnvironment().getRequiredProperty("local.server.port"));
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@BeforeEach
	void prepare() {
		this.reports = this.application.getBean(SemaphoreRegistry.class).get("reports");
		this.work = this.application.getBean(Work.class);
		this.work.reset();
		this.acquiredBefore = this.reports.snapshot().statistics().acquired();
	}

	@AfterEach
	void nothingIsHeld() {
		this.work.end.countDown();
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0);
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

	@ParameterizedTest
	@ValueSource(strings = { "/until-response", "/until-mono-response" })
	void releaseOnResponseHoldsUntilTheResponseIsWritten(String path) throws Exception {
		assertThat(send(path).get(60, TimeUnit.SECONDS).body()).isEqualTo("done1");
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseHoldsThroughTheAsynchronousPart() throws Exception {
		CompletableFuture<HttpResponse<String>> response = send("/deferred-until-response");
		DeferredResult<String> deferred = returned();
		assertThat(held()).isOne();
		deferred.setResult("done");
		assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseGivesBackWhenTheRequestFails() throws Exception {
		assertThat(send("/until-response-then-throws").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(500);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseGivesBackWhenTheRequestTimesOut() throws Exception {
		this.work.timeout = 50;
		assertThat(send("/deferred-until-response").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
		await().until(() -> held() == 0);
		takenOnce();
	}

	@Test
	void releaseOnResponseGivesBackAtTheLatestOnTimeoutWhenTheClientIsGone() throws Exception {
		this.work.timeout = 500;
		try (Socket socket = connect("/deferred-until-response")) {
			assertThat(this.<Object>returned()).isNotNull();
			assertThat(socket.isConnected()).isTrue();
		}
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

	private int held() {
		return this.reports.snapshot().held();
	}

	private void takenOnce() {
		assertThat(this.reports.snapshot().statistics().acquired() - this.acquiredBefore).isOne();
	}

	@SuppressWarnings("unchecked")
	private <T> T returned() {
		return (T) await().until(this.work.returned::get, (value) -> value != null);
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

	private CompletableFuture<HttpResponse<String>> send(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build();
		return client.sendAsync(request, BodyHandlers.ofString());
	}

	private Socket connect(String path) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoLinger(true, 0);
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	private static void readUntil(Socket socket, String text) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
		StringBuilder seen = new StringBuilder();
		while (seen.indexOf(text) < 0) {
			int character = reader.read();
			assertThat(character).as(seen.toString()).isNotEqualTo(-1);
			seen.append((char) character);
		}
	}

}
