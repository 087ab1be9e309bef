package dev.semaphore.spring.web.reactive;

import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Answers requests that a semaphore refused, after the {@code @ExceptionHandler} methods,
 * and in functional endpoints and filters, which have none.
 */
public final class RefusalWebExceptionHandler implements WebExceptionHandler, Ordered {

	/**
	 * Just before Boot's handler of errors. A handler of the application with a smaller
	 * order comes first.
	 */
	public static final int ORDER = -2;

	private final RefusalWriter writer;

	/**
	 * Creates the handler.
	 * @param statuses the status for a semaphore, by its name
	 */
	public RefusalWebExceptionHandler(Function<String, HttpStatus> statuses) {
		this.writer = new RefusalWriter(statuses);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable exception) {
		return this.writer.write(exception, exchange);
	}

}
