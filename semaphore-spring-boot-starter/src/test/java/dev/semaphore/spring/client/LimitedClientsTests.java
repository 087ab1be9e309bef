package dev.semaphore.spring.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphorePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Requests to a server that says how many permits are held while it answers.
 */
class LimitedClientsTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("outgoing",
			SemaphorePolicy.of(2).withPermitsPerKey(1).withMaxWait(Duration.ZERO));

	private final AtomicInteger requests = new AtomicInteger();

	private HttpServer server;

	private RestClient restClient;

	private WebClient webClient;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newCachedThreadPool());
		this.server.createContext("/held", (exchange) -> answer(exchange, 200));
		this.server.createContext("/missing", (exchange) -> answer(exchange, 404));
		this.server.createContext("/broken", HttpExchange::close);
		this.server.start();
		this.restClient = RestClient.builder()
			.baseUrl(base())
			.requestInterceptor(PermitsRequestInterceptor.of(this.semaphore))
			.build();
		this.webClient = WebClient.builder().baseUrl(base()).filter(PermitsExchangeFilter.of(this.semaphore)).build();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		assertHeld(0);
	}

	@Test
	void restClientHoldsAPermitUntilItHasTheResponse() {
		assertThat(this.restClient.get().uri("/held").retrieve().body(String.class)).isEqualTo("held 1");
		assertHeld(0);
		String status = this.restClient.get().uri("/missing").exchange((request, response) -> {
			assertHeld(1);
			return response.getStatusCode().value() + response.getStatusText();
		});
		assertThat(status).startsWith("404");
	}

	@Test
	void restClientGivesThePermitBackIfThereIsNoResponse() {
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> this.restClient.get().uri("/broken").retrieve().toBodilessEntity());
		assertHeld(0);
	}

	@Test
	void restClientHoldsThePermitUntilTheCallerClosesTheResponse() throws IOException {
		InputStream body = this.restClient.get()
			.uri("/held")
			.exchange((request, response) -> new ClosingStream(response.getBody(), response::close), false);
		assertHeld(1);
		body.close();
		assertHeld(0);
	}

	@Test
	void refusedRequestIsNotSent() throws Exception {
		try (Permit all = this.semaphore.acquire(2)) {
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> this.restClient.get().uri("/held").retrieve().toBodilessEntity());
			StepVerifier.create(this.webClient.get().uri("/held").retrieve().toBodilessEntity())
				.verifyError(PermitRejectedException.class);
			assertThat(this.requests).hasValue(0);
			assertThat(all.weight()).isEqualTo(2);
		}
	}

	@Test
	void interruptedThreadIsRefusedAndStaysInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(PermitRejectedException.class)
			.isThrownBy(() -> this.restClient.get().uri("/held").retrieve().toBodilessEntity())
			.matches((refusal) -> refusal.reason() == RejectionReason.INTERRUPTED);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void oneHostDoesNotTakeAllPermits() {
		RestClient perHost = RestClient.builder()
			.requestInterceptor(PermitsRequestInterceptor.perHost(this.semaphore))
			.build();
		WebClient reactive = WebClient.builder().filter(PermitsExchangeFilter.perHost(this.semaphore)).build();
		String other = base().replace("127.0.0.1", "localhost") + "/held";
		perHost.get().uri(base() + "/held").exchange((request, response) -> {
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> perHost.get().uri(base() + "/held").retrieve().toBodilessEntity());
			assertThat(perHost.get().uri(other).retrieve().body(String.class)).isEqualTo("held 2");
			assertThat(reactive.get().uri(other).retrieve().bodyToMono(String.class).block()).isEqualTo("held 2");
			return "";
		});
	}

	@Test
	void webClientHoldsAPermitUntilTheBodyIsRead() {
		assertThat(this.webClient.get().uri("/held").retrieve().bodyToMono(String.class).block()).isEqualTo("held 1");
		assertHeld(0);
		assertThat(this.webClient.get().uri("/missing").exchangeToMono((response) -> {
			assertHeld(1);
			return response.releaseBody().thenReturn(response.statusCode().value());
		}).block()).isEqualTo(404);
		assertHeld(0);
	}

	@Test
	void webClientGivesThePermitBackIfThereIsNoResponse() {
		StepVerifier.create(this.webClient.get().uri("/broken").retrieve().toBodilessEntity()).verifyError();
		assertHeld(0);
	}

	@Test
	void webClientGivesThePermitBackIfTheBodyIsCancelled() {
		Flux<DataBuffer> body = this.webClient.get().uri("/held").retrieve().bodyToFlux(DataBuffer.class);
		StepVerifier.create(body.doOnNext((buffer) -> {
		}), 0).thenCancel().verify();
		await().untilAsserted(() -> assertHeld(0));
	}

	@Test
	void webClientTakesAPermitForEachSubscription() {
		Mono<String> call = this.webClient.get().uri("/held").retrieve().bodyToMono(String.class);
		assertHeld(0);
		assertThat(call.repeat(2).collectList().block()).containsExactly("held 1", "held 1", "held 1");
		assertThat(this.semaphore.snapshot().statistics().acquired()).isEqualTo(3);
	}

	@Test
	void cancellingWhileItWaitsLeavesTheQueue() throws Exception {
		CountingSemaphore slow = CountingSemaphore.create("slow",
				SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1)));
		PermitsExchangeFilter filter = PermitsExchangeFilter.of(slow);
		Mono<String> call = this.webClient.mutate()
			.filters((filters) -> filters.set(0, filter))
			.build()
			.get()
			.uri("/held")
			.retrieve()
			.bodyToMono(String.class);
		try (Permit taken = slow.acquire()) {
			Disposable subscription = call.subscribe();
			await().untilAsserted(() -> assertThat(slow.snapshot().queueLength()).isOne());
			subscription.dispose();
			assertThat(slow.snapshot().queueLength()).isZero();
			assertThat(taken.weight()).isOne();
		}
		CompletableFuture<String> answer = call.toFuture();
		assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("held 0");
		assertThat(slow.snapshot().held()).isZero();
	}

	@Test
	void responseThatNobodyTookIsNotHeldForEver() {
		Mono<ClientResponse> exchange = PermitsExchangeFilter.of(this.semaphore)
			.filter(ClientRequest.create(HttpMethod.GET, URI.create(base())).build(), (request) -> Mono.never());
		Disposable subscription = exchange.subscribe();
		assertHeld(1);
		subscription.dispose();
		assertHeld(0);
	}

	private void assertHeld(int permits) {
		assertThat(this.semaphore.snapshot().held()).isEqualTo(permits);
	}

	private String base() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private void answer(HttpExchange exchange, int status) throws IOException {
		this.requests.incrementAndGet();
		byte[] body = ("held " + this.semaphore.snapshot().held()).getBytes(StandardCharsets.UTF_8);
		try (exchange) {
			exchange.sendResponseHeaders(status, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private static final class ClosingStream extends FilterInputStream {

		private final Runnable end;

		ClosingStream(InputStream stream, Runnable end) {
			super(stream);
			this.end = end;
		}

		@Override
		public void close() {
			this.end.run();
		}

	}

}
