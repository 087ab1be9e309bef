package dev.semaphore.spring.web.reactive;

import java.util.function.Function;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.RefusalProblem;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers a refused request, whatever the client accepts: there is nothing else to say.
 *
 * @param statuses the status for a semaphore, by its name
 */
record RefusalWriter(Function<String, HttpStatus> statuses) {

	/**
	 * Writes the response, or passes the exception on if it is none of ours or comes too
	 * late.
	 */
	Mono<Void> write(Throwable exception, ServerWebExchange exchange) {
		PermitRejectedException refusal = RefusalProblem.refusalIn(exception);
		ServerHttpResponse response = exchange.getResponse();
		if (refusal == null || response.isCommitted()) {
			return Mono.error(exception);
		}
		RefusalProblem problem = RefusalProblem.of(refusal, this.statuses);
		byte[] body = problem.json();
		HttpHeaders headers = response.getHeaders();
		headers.clearContentHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
		headers.set(HttpHeaders.CONTENT_TYPE, RefusalProblem.MEDIA_TYPE);
		headers.setContentLength(body.length);
		response.setStatusCode(problem.status());
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
