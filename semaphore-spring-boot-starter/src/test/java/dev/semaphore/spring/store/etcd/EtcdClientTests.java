package dev.semaphore.spring.store.etcd;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the client does with answers that etcd seldom gives, here by a server of the
 * test's own.
 */
class EtcdClientTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch watching = new CountDownLatch(1);

	private final CountDownLatch gone = new CountDownLatch(1);

	private final AtomicInteger streams = new AtomicInteger();

	private final AtomicInteger tokens = new AtomicInteger();

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/v3/auth/authenticate",
				(exchange) -> answer(exchange, 200, "{\"token\": \"token" + this.tokens.incrementAndGet() + "\"}"));
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aWatchThatIsClosedEndsItsConnection(boolean withCredentials) throws Exception {
		this.server.createContext("/v3/watch", this::keepWriting);
		EtcdWatch watch = new EtcdWatch(client(withCredentials ? new EtcdCredentials("app", "secret") : null),
				"grants/", (key, value) -> {
				}, this.watching::countDown, Duration.ofHours(1));
		watch.begin();
		assertThat(this.watching.await(1, TimeUnit.MINUTES)).isTrue();
		watch.close();
		assertThat(this.gone.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"result\": {\"created\": true, \"canceled\": true}}",
			"{\"error\": {\"grpc_code\": 14, \"message\": \"no leader\"}}" })
	void aWatchThatIsRefusedBeginsAnew(String refusal) throws Exception {
		this.server.createContext("/v3/watch", (exchange) -> keepSaying(exchange,
				(this.streams.incrementAndGet() == 1) ? refusal : "{\"result\": {\"created\": true}}"));
		EtcdWatch watch = new EtcdWatch(client(null), "grants/", (key, value) -> {
		}, this.watching::countDown, Duration.ofHours(1));
		watch.begin();
		assertThat(this.watching.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(this.streams).hasValue(2);
		watch.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aWatchThatBeginsAnewEndsTheConnectionThatItHad(boolean withCredentials) throws Exception {
		this.server.createContext("/v3/watch", this::keepWriting);
		EtcdWatch watch = new EtcdWatch(client(withCredentials ? new EtcdCredentials("app", "secret") : null),
				"grants/", (key, value) -> {
				}, this.watching::countDown, Duration.ofMillis(300));
		watch.begin();
		assertThat(this.gone.await(1, TimeUnit.MINUTES)).isTrue();
		watch.close();
	}

	@Test
	void aWatchThatHasBeenSilentForLongBeginsAnew() throws Exception {
		this.server.createContext("/v3/watch", (exchange) -> {
			this.streams.incrementAndGet();
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, 0);
		});
		EtcdWatch watch = new EtcdWatch(client(null), "grants/", (key, value) -> {
		}, this.watching::countDown, Duration.ofMillis(300));
		watch.begin();
		Awaitility.await().until(() -> this.streams.get() > 2);
		watch.close();
	}

	@Test
	void aCallThatCannotEvenBeginFailsAndTheNextIsMade() {
		AtomicBoolean full = new AtomicBoolean(true);
		EtcdClient client = new EtcdClient(options(null), (task) -> {
			if (full.get()) {
				throw new RejectedExecutionException("full");
			}
			this.threads.execute(task);
		});
		this.server.createContext("/v3/lease/grant",
				(exchange) -> answer(exchange, 200, "{\"ID\": \"7\", \"TTL\": \"60\"}"));
		EtcdLease lease = new EtcdLease(client, System::nanoTime, Duration.ofSeconds(30));
		assertThat(lease.lasting(System.nanoTime())).failsWithin(Duration.ofMinutes(1));
		full.set(false);
		assertThat(lease.lasting(System.nanoTime())).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(7L);
	}

	@ParameterizedTest
	@CsvSource({ "401, 16, etcdserver: invalid auth token", "400, 3, etcdserver: revision of auth store is old" })
	void aTokenThatHoldsNoLongerIsRenewed(int status, int code, String message) throws Exception {
		this.server.createContext("/v3/kv/range", (exchange) -> {
			boolean first = "token1".equals(exchange.getRequestHeaders().getFirst("Authorization"));
			answer(exchange, first ? status : 200,
					first ? "{\"code\": " + code + ", \"message\": \"" + message + "\"}" : "{\"count\": \"7\"}");
		});
		EtcdAnswer answer = client(new EtcdCredentials("app", "secret")).call("kv/range", Map.of("key", "x"))
			.get(1, TimeUnit.MINUTES);
		assertThat(answer.number("count")).isEqualTo(7);
		assertThat(this.tokens).hasValue(2);
	}

	private EtcdClient client(@Nullable EtcdCredentials credentials) {
		return new EtcdClient(options(credentials), this.threads);
	}

	private EtcdStoreOptions options(@Nullable EtcdCredentials credentials) {
		URI endpoint = URI.create("http://localhost:" + this.server.getAddress().getPort());
		return new EtcdStoreOptions(List.of(endpoint), "semaphore/", Duration.ofSeconds(30), credentials, null);
	}

	private void keepWriting(HttpExchange exchange) throws IOException {
		keepSaying(exchange, "{\"result\": {\"created\": true}}");
	}

	/* Until whoever reads is gone, who gets no line after the first. */
	private void keepSaying(HttpExchange exchange, String line) throws IOException {
		exchange.getRequestBody().readAllBytes();
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
			while (!Thread.currentThread().isInterrupted()) {
				body.write(' ');
				body.flush();
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
		catch (IOException ex) {
			this.gone.countDown();
		}
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		exchange.getRequestBody().readAllBytes();
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

}
