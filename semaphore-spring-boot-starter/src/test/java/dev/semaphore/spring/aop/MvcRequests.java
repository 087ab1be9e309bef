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

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests to {@link MvcApplication} in a real server, after each of which nothing is
 * held.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class MvcRequests {

	private static final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext application;

	private int port;

	CountingSemaphore reports;

	MvcWork work;

	private long acquiredBefore;

	/**
	 * The application, and the server if it is another.
	 */
	Class<?>[] sources() {
		return new Class<?>[] { MvcApplication.class };
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
		this.work = this.application.getBean(MvcWork.class);
		this.work.reset();
		this.acquiredBefore = this.reports.snapshot().statistics().acquired();
	}

	@AfterEach
	void nothingIsHeld() {
		this.work.end.countDown();
		await().atMost(Duration.ofSeconds(60)).until(() -> held() == 0);
	}

	int held() {
		return this.reports.snapshot().held();
	}

	void takenOnce() {
		assertThat(this.reports.snapshot().statistics().acquired() - this.acquiredBefore).isOne();
	}

	@SuppressWarnings("unchecked")
	<T> T returned() {
		return (T) await().until(this.work.returned::get, (value) -> value != null);
	}

	CompletableFuture<HttpResponse<String>> send(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build();
		return client.sendAsync(request, BodyHandlers.ofString());
	}

	Socket connect(String path) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoLinger(true, 0);
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	static void readUntil(Socket socket, String text) throws IOException {
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
