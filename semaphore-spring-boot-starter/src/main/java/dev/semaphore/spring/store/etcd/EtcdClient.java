package dev.semaphore.spring.store.etcd;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Calls etcd by its gateway for JSON, a member at a time: the one that answered last, and
 * the next if it does not.
 */
final class EtcdClient {

	private static final JsonWriter<Map<String, ?>> JSON = JsonWriter.standard();

	private final EtcdStoreOptions options;

	private final HttpClient http;

	private final AtomicInteger member = new AtomicInteger();

	private final AtomicReference<@Nullable CompletableFuture<String>> token = new AtomicReference<>();

	EtcdClient(EtcdStoreOptions options, Executor executor) {
		this.options = options;
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(options.timeout())
			.executor(executor);
		SslBundle ssl = options.ssl();
		if (ssl != null) {
			builder.sslContext(ssl.createSslContext()).sslParameters(parameters(ssl.getOptions()));
		}
		this.http = builder.build();
	}

	/** Without those that the bundle leaves to the JDK. */
	private static SSLParameters parameters(SslOptions options) {
		return new SSLParameters(options.getCiphers(), options.getEnabledProtocols());
	}

	/** Makes a call. Whether one that fails was carried out is not known. */
	CompletableFuture<EtcdAnswer> call(String path, Map<String, ?> body) {
		return authenticated((token) -> plainCall(path, body, token));
	}

	/**
	 * Makes a call whose answers do not end.
	 * @return completes when they do, for whatever reason; cancelling ends them
	 */
	CompletableFuture<HttpResponse<Void>> stream(String path, Map<String, ?> body, Flow.Subscriber<String> lines) {
		AtomicReference<@Nullable CompletableFuture<?>> exchange = new AtomicReference<>();
		CompletableFuture<HttpResponse<Void>> stream = authenticated((token) -> {
			CompletableFuture<HttpResponse<Void>> sent = send(path, body, token, false,
					() -> BodyHandlers.fromLineSubscriber(lines), 1);
			exchange.set(sent);
			return sent;
		});
		var ignored = stream.whenComplete((response, ex) -> cancel(exchange.get()));
		return stream;
	}

	/* Behind a token's future an exchange hears nothing of its cancelling. */
	private static void cancel(@Nullable CompletableFuture<?> exchange) {
		if (exchange != null) {
			exchange.cancel(true);
		}
	}

	private CompletableFuture<EtcdAnswer> plainCall(String path, Map<String, ?> body, String token) {
		return send(path, body, token, true, BodyHandlers::ofString, this.options.endpoints().size())
			.thenApply((response) -> answer(path, response));
	}

	private <T> CompletableFuture<T> authenticated(Function<String, CompletableFuture<T>> call) {
		EtcdCredentials credentials = this.options.credentials();
		if (credentials == null) {
			return call.apply("");
		}
		CompletableFuture<String> used = token(credentials);
		return used.thenCompose(call).exceptionallyCompose((ex) -> {
			if (!(cause(ex) instanceof EtcdException refused) || !refused.isUnauthenticated()) {
				return CompletableFuture.failedFuture(cause(ex));
			}
			// tokens end when they are not used
			this.token.compareAndSet(used, null);
			return token(credentials).thenCompose(call);
		});
	}

	@SuppressWarnings("FutureReturnValueIgnored") // what follows completes the other
	private CompletableFuture<String> token(EtcdCredentials credentials) {
		CompletableFuture<String> present = this.token.get();
		if (present != null && !present.isCompletedExceptionally()) {
			return present;
		}
		CompletableFuture<String> next = new CompletableFuture<>();
		if (!this.token.compareAndSet(present, next)) {
			return token(credentials);
		}
		plainCall("auth/authenticate", Map.of("name", credentials.username(), "password", credentials.password()), "")
			.whenComplete((answer, ex) -> {
				if (ex != null) {
					next.completeExceptionally(cause(ex));
				}
				else {
					next.complete(answer.text("token"));
				}
			});
		return next;
	}

	private <T> CompletableFuture<HttpResponse<T>> send(String path, Map<String, ?> body, String token, boolean ends,
			Supplier<BodyHandler<T>> handler, int attempts) {
		int member = this.member.get();
		URI endpoint = this.options.endpoints().get(member);
		HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve("/v3/" + path))
			.POST(HttpRequest.BodyPublishers.ofString(JSON.writeToString(body)));
		if (ends) {
			request.timeout(this.options.timeout());
		}
		else {
			// a member that is cut off from the others ends it
			request.header("Grpc-Metadata-hasleader", "true");
		}
		if (!token.isEmpty()) {
			request.header("Authorization", token);
		}
		return exchange(request.build(), handler.get()).thenApply((response) -> {
			if (response.statusCode() >= 500) {
				// it may be cut off from the others
				next(member);
			}
			return response;
		}).exceptionallyCompose((ex) -> {
			next(member);
			// one that was not reached has done nothing
			return (attempts > 1 && isNotReached(cause(ex))) ? send(path, body, token, ends, handler, attempts - 1)
					: CompletableFuture.failedFuture(cause(ex));
		});
	}

	/** Fails, but does not throw: others wait for what is returned. */
	private <T> CompletableFuture<HttpResponse<T>> exchange(HttpRequest request, BodyHandler<T> handler) {
		try {
			return this.http.sendAsync(request, handler);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static EtcdAnswer answer(String path, HttpResponse<String> response) {
		boolean fine = response.statusCode() == 200;
		try {
			EtcdAnswer answer = EtcdAnswer.parse(response.body());
			if (fine) {
				return answer;
			}
			throw new CompletionException(new EtcdException(path, response.statusCode(), (int) answer.number("code"),
					answer.text("message")));
		}
		catch (IllegalArgumentException ex) {
			throw new CompletionException(new IOException(
					"etcd answered " + path + " with status " + response.statusCode() + " and no JSON", ex));
		}
	}

	/** The next member from now on, unless that has happened meanwhile. */
	private void next(int member) {
		this.member.compareAndSet(member, (member + 1) % this.options.endpoints().size());
	}

	private static boolean isNotReached(Throwable ex) {
		return ex instanceof ConnectException || ex instanceof HttpConnectTimeoutException;
	}

	static Throwable cause(Throwable ex) {
		return (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
	}

}
