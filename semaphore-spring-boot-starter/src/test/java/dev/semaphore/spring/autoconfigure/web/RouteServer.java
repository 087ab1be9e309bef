package dev.semaphore.spring.autoconfigure.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server with a limit of two on all paths but {@code /other}, and a client for it.
 */
public final class RouteServer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(60))
		.build();

	private RouteServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts an application on servlets.
	 * @param application the application
	 * @param properties on top of those of the limit
	 * @return the server
	 */
	public static RouteServer start(Class<?> application, String... properties) {
		return start(WebApplicationType.SERVLET, new Class<?>[] { application }, properties);
	}

	/**
	 * Starts an application.
	 * @param type what it runs on
	 * @param sources the application
	 * @param properties on top of those of the limit
	 * @return the server
	 */
	public static RouteServer start(WebApplicationType type, Class<?>[] sources, String... properties) {
		return new RouteServer(new SpringApplicationBuilder(sources).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"semaphore.instances.reports.permits=2", "semaphore.instances.reports.max-wait=5m",
					"semaphore.web.routes[0].path=/**", "semaphore.web.routes[0].semaphore=reports",
					"semaphore.web.exclude=/other")
			.properties(properties)
			.run());
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	public CountingSemaphore semaphore() {
		return bean(CountingSemaphore.class);
	}

	/**
	 * How many permits were taken so far.
	 */
	public long acquired() {
		return semaphore().snapshot().statistics().acquired();
	}

	/**
	 * Takes all permits there are.
	 */
	public Permit takeAll() {
		await().untilAsserted(() -> assertThat(semaphore().snapshot().held()).isZero());
		Permit all = semaphore().tryAcquire(2);
		assertThat(all).isNotNull();
		return all;
	}

	/**
	 * Waits until so many requests wait.
	 */
	public void awaitQueue(int length) {
		await().untilAsserted(() -> assertThat(semaphore().snapshot().queueLength()).isEqualTo(length));
	}

	/**
	 * Sends a request by hand, to be given up by closing the socket.
	 */
	public Socket connect(String path) throws IOException {
		Socket socket = new Socket("127.0.0.1", port());
		socket.setSoTimeout(60_000);
		String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	public int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	public HttpResponse<String> get(String path) throws Exception {
		return getLater(path).get(60, TimeUnit.SECONDS);
	}

	public CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
		HttpRequest.Builder request = request(path);
		return send((headers.length > 0) ? request.headers(headers) : request);
	}

	public CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
		return send(request(path).POST(BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).timeout(Duration.ofSeconds(60));
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
		return this.client.sendAsync(request.build(), BodyHandlers.ofString());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
