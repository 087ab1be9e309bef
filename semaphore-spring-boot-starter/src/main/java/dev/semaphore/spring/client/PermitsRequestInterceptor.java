package dev.semaphore.spring.client;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Takes a permit for each request of a {@code RestClient} or {@code RestTemplate} before
 * it is sent, and gives it back when the response is closed, or when there is none. Both
 * close their responses, but for {@code exchange} with {@code close = false}: there the
 * caller does.
 * <p>
 * The thread waits no longer than the semaphore's max wait. A refusal is a
 * {@link PermitRejectedException}, and nothing is sent; a thread that is interrupted
 * while it waits gets one with {@link RejectionReason#INTERRUPTED} and keeps its
 * interrupt status.
 */
public final class PermitsRequestInterceptor implements ClientHttpRequestInterceptor {

	private static final AcquireRequest REQUEST = AcquireRequest.one().withCaller("a request to another service");

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final CountingSemaphore semaphore;

	private final Function<HttpRequest, @Nullable String> key;

	private PermitsRequestInterceptor(CountingSemaphore semaphore, Function<HttpRequest, @Nullable String> key) {
		this.semaphore = semaphore;
		this.key = key;
	}

	/**
	 * Limits requests, wherever they go.
	 * @param semaphore has the permits, one for each request
	 * @return the interceptor
	 */
	public static PermitsRequestInterceptor of(CountingSemaphore semaphore) {
		return new PermitsRequestInterceptor(semaphore, (request) -> null);
	}

	/**
	 * Limits requests with the host as their key, so that one that is slow does not take
	 * all permits.
	 * @param semaphore has the permits, one for each request, and a limit for each key
	 * @return the interceptor
	 */
	public static PermitsRequestInterceptor perHost(CountingSemaphore semaphore) {
		return new PermitsRequestInterceptor(semaphore, (request) -> Host.of(request.getURI()));
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		Permit permit = acquire(REQUEST.withKey(this.key.apply(request)));
		try {
			return new PermittedResponse(execution.execute(request, body), permit);
		}
		catch (Throwable ex) {
			permit.close();
			throw ex;
		}
	}

	private Permit acquire(AcquireRequest request) {
		try {
			return this.semaphore.acquire(request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PermitRejectedException(this.semaphore.name(), RejectionReason.INTERRUPTED, request.weight(),
					AFTER_INTERRUPT, "(the thread was interrupted)");
		}
	}

}
