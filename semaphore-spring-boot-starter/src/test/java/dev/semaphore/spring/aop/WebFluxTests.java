package dev.semaphore.spring.aop;

import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reactive controllers, on Netty.
 */
class WebFluxTests {

	private static final HttpClient client = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext application;

	private static int port;

	private CountingSemaphore quotes;

	private Work work;

	private long acquiredBefore;

	@BeforeAll
	static void start() {
		application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
			.run();
		port = Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void prepare() {
		this.quotes = application.getBean(SemaphoreRegistry.class).get("quotes");
		this.work = application.getBean(Work.class);
		this.work.bodies.set(0);
		this.work.end.set(Sinks.one());
		this.acquiredBefore = this.quotes.snapshot().statistics().acquired();
	}

	@AfterEach
	void nothingIsHeld() {
		this.work.end.get().tryEmitValue("done");
		await().atMost(Duration.ofSeconds(60)).until(() -> this.quotes.snapshot().held() == 0);
		assertThat(this.quotes.snapshot().queueLength()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/entity-mono", "/mono-entity", "/stage" })
	void isHeldUntilTheValueAndTakenOnce(String path) throws Exception {
		CompletableFuture<HttpResponse<String>> response = send(path);
		await().until(() -> this.work.bodies.get() == 1 && this.quotes.snapshot().held() == 1);
		this.work.end.get().tryEmitValue("done");
		assertThat(response.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
		assertThat(this.quotes.snapshot().held()).isZero();
	}

	@Test
	void requestsWaitWithoutHoldingAnEventLoop() throws Exception {
		int callers = 40;
		CompletableFuture<?>[] responses = new CompletableFuture<?>[callers];
		for (int i = 0; i < callers; i++) {
			responses[i] = send("/mono");
		}
		await().until(() -> this.quotes.snapshot().queueLength() == callers - 1);
		assertThat(send("/free").get(60, TimeUnit.SECONDS).body()).isEqualTo("free");
		this.work.end.get().tryEmitValue("done");
		CompletableFuture.allOf(responses).get(60, TimeUnit.SECONDS);
		assertThat(this.quotes.snapshot().statistics().acquired() - this.acquiredBefore).isEqualTo(callers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/entity-mono", "/mono-entity", "/stage", "/plain", "/flux" })
	void aClosedSemaphoreRefusesWithoutRunningTheBody(String path) throws Exception {
		this.quotes.close();
		try {
			assertThat(send(path).get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
			assertThat(this.work.bodies).hasValue(0);
		}
		finally {
			this.quotes.open();
		}
	}

	@Test
	void aPlainMethodOnAnEventLoopIsRefusedInsteadOfWaiting() throws Exception {
		try (Permit taken = this.quotes.acquire()) {
			HttpResponse<String> response = send("/plain").get(60, TimeUnit.SECONDS);
			assertThat(response.statusCode()).isEqualTo(503);
			assertThat(response.body()).contains("UNAVAILABLE", "must not block");
			assertThat(taken.weight()).isOne();
		}
		assertThat(send("/plain").get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
	}

	@Test
	void aFluxWhoseClientIsGoneGivesBack() throws Exception {
		try (Socket socket = connect("/flux")) {
			await().until(() -> this.quotes.snapshot().held() == 1);
			assertThat(socket.getInputStream().read()).isNotEqualTo(-1);
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> this.quotes.snapshot().held() == 0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/mono", "/entity-mono", "/mono-entity", "/stage" })
	void aMonoWhoseClientIsGoneGivesBack(String path) throws Exception {
		try (Socket socket = connect(path)) {
			await().until(() -> this.quotes.snapshot().held() == 1);
			assertThat(socket.isConnected()).isTrue();
		}
		await().atMost(Duration.ofSeconds(60)).until(() -> this.quotes.snapshot().held() == 0);
	}

	@Test
	void aWaitingRequestWhoseClientIsGoneLeavesTheQueue() throws Exception {
		try (Permit taken = this.quotes.acquire()) {
			try (Socket socket = connect("/mono")) {
				await().until(() -> this.quotes.snapshot().queueLength() == 1);
				assertThat(socket.isConnected()).isTrue();
			}
			await().atMost(Duration.ofSeconds(60)).until(() -> this.quotes.snapshot().queueLength() == 0);
			assertThat(taken.weight()).isOne();
		}
		assertThat(this.work.bodies).hasValue(0);
	}

	private static CompletableFuture<HttpResponse<String>> send(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
		return client.sendAsync(request, BodyHandlers.ofString());
	}

	private static Socket connect(String path) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoLinger(true, 0);
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	static class Work {

		private final AtomicInteger bodies = new AtomicInteger();

		private final AtomicReference<Sinks.One<String>> end = new AtomicReference<>(Sinks.one());

		Mono<String> start() {
			this.bodies.incrementAndGet();
			return this.end.get().asMono();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class, CodecsAutoConfiguration.class, PermitsAutoConfiguration.class })
	@Import(Controller.class)
	static class Application {

		@Bean
		SemaphoreRegistry semaphoreRegistry() {
			return PermitsContext.registry();
		}

		@Bean
		Work work() {
			return new Work();
		}

	}

	@RestController
	static class Controller {

		private final Work work;

		Controller(Work work) {
			this.work = work;
		}

		@GetMapping("/mono")
		@Permits("quotes")
		public Mono<String> mono() {
			return this.work.start();
		}

		@GetMapping("/mono-entity")
		@Permits("quotes")
		public Mono<ResponseEntity<String>> monoOfEntity() {
			return this.work.start().map(ResponseEntity::ok);
		}

		@GetMapping("/entity-mono")
		@Permits("quotes")
		public ResponseEntity<Mono<String>> entityOfMono() {
			return ResponseEntity.ok(this.work.start());
		}

		@GetMapping("/stage")
		@Permits("quotes")
		public CompletableFuture<String> stage() {
			return this.work.start().toFuture();
		}

		@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		@Permits("quotes")
		public Flux<String> flux() {
			return this.work.start().flux().startWith("started").concatWith(Flux.never());
		}

		@GetMapping("/plain")
		@Permits("quotes")
		public String plain() {
			this.work.bodies.incrementAndGet();
			return "done";
		}

		@GetMapping("/free")
		public String free() {
			return "free";
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		public Mono<String> refused(PermitRejectedException ex) {
			return Mono.just(String.valueOf(ex.getMessage()));
		}

	}

}
