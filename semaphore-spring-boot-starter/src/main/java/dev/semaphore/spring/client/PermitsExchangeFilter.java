package dev.semaphore.spring.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Takes a permit for each request of a {@code WebClient} before it is sent, and gives it
 * back when the body of the response has been read to its end, released or cancelled, or
 * when there is no response. As ever with {@code WebClient}, the body of a response must
 * be consumed.
 * <p>
 * Who waits holds no thread, and no longer than the semaphore's max wait. Cancelling
 * leaves the queue. A refusal is a {@link PermitRejectedException}, and nothing is sent.
 */
public final class PermitsExchangeFilter implements ExchangeFilterFunction {

	private static final AcquireRequest REQUEST = AcquireRequest.one().withCaller("a request to another service");

	private final CountingSemaphore semaphore;

	private final Function<ClientRequest, @Nullable String> key;

	private PermitsExchangeFilter(CountingSemaphore semaphore, Function<ClientRequest, @Nullable String> key) {
		this.semaphore = semaphore;
		this.key = key;
	}

	/**
	 * Limits requests, wherever they go.
	 * @param semaphore has the permits, one for each request
	 * @return the filter
	 */
	public static PermitsExchangeFilter of(CountingSemaphore semaphore) {
		return new PermitsExchangeFilter(semaphore, (request) -> null);
	}

	/**
	 * Limits requests with the host as their key, so that one that is slow does not take
	 * all permits.
	 * @param semaphore has the permits, one for each request, and a limit for each key
	 * @return the filter
	 */
	public static PermitsExchangeFilter perHost(CountingSemaphore semaphore) {
		return new PermitsExchangeFilter(semaphore, (request) -> Host.of(request.url()));
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			CompletableFuture<Permit> future = this.semaphore.acquireAsync(REQUEST.withKey(this.key.apply(request)));
			ClientExchange exchange = new ClientExchange(future);
			return Mono.fromFuture(future, true)
				.flatMap((permit) -> next.exchange(request))
				.map(exchange::respond)
				.doOnError((failure) -> exchange.close())
				.doOnSuccess((response) -> exchange.closeUnless(response))
				.doOnCancel(exchange::cancel);
		});
	}

}
