package dev.semaphore.spring.web;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;

/**
 * Controllers whose requests are refused, and handlers of exceptions that answer with
 * {@link #HANDLED}.
 */
public final class RefusedRequests {

	/**
	 * The status of the handlers that are meant for a refusal.
	 */
	public static final HttpStatus HANDLED = HttpStatus.CONFLICT;

	/**
	 * The body of the response to a refusal.
	 */
	public static final String PROBLEM = "{\"title\":\"Too Many Requests\",\"status\":429,"
			+ "\"detail\":\"Too many requests wait for 'reports' already.\",\"semaphore\":\"reports\","
			+ "\"reason\":\"QUEUE_FULL\"}";

	private RefusedRequests() {
	}

	public static PermitRejectedException refusal() {
		return new PermitRejectedException("reports", RejectionReason.QUEUE_FULL, 1, Duration.ofMillis(2100), "");
	}

	public static HttpStatus statusOf(String semaphore) {
		return semaphore.equals("reports") ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.SERVICE_UNAVAILABLE;
	}

	@RestController
	public static class Reports {

		@GetMapping("/plain")
		String plain() {
			throw refusal();
		}

		@GetMapping("/wrapped")
		String wrapped() {
			throw new CompletionException(refusal());
		}

		@GetMapping("/nested")
		String nested() {
			throw new NoReportException(new IllegalStateException(refusal()));
		}

		@GetMapping("/future")
		CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(() -> {
				throw refusal();
			});
		}

		@GetMapping("/other")
		String other() {
			throw new RejectedExecutionException("the pool is full");
		}

		@GetMapping("/status")
		String status() {
			throw new ResponseStatusException(HttpStatus.BAD_GATEWAY, "no report", refusal());
		}

		@GetMapping("/annotated")
		String annotated() {
			throw new GoneException(refusal());
		}

	}

	@RestController
	public static class CatchingController {

		@GetMapping("/catching")
		String catching() {
			throw refusal();
		}

		@ExceptionHandler(Exception.class)
		@ResponseStatus(HttpStatus.CONFLICT)
		void handle() {
		}

	}

	@RestControllerAdvice
	public static class RefusalHandler {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.CONFLICT)
		void handle(PermitRejectedException refusal) {
		}

	}

	@RestControllerAdvice
	@Order(Ordered.HIGHEST_PRECEDENCE)
	public static class EarlyRefusalHandler extends RefusalHandler {

	}

	@RestControllerAdvice
	public static class SuperclassHandler {

		@ExceptionHandler(RejectedExecutionException.class)
		@ResponseStatus(HttpStatus.CONFLICT)
		void handle() {
		}

	}

	@RestControllerAdvice
	@Order(Ordered.HIGHEST_PRECEDENCE)
	public static class WrapperHandler {

		@ExceptionHandler(NoReportException.class)
		@ResponseStatus(HttpStatus.CONFLICT)
		void handle() {
		}

	}

	@RestControllerAdvice
	@Order(0)
	public static class Everything {

		@ExceptionHandler({ Exception.class, Throwable.class })
		@ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
		void handle() {
		}

	}

	@RestControllerAdvice
	public static class EveryRuntimeException {

		@ExceptionHandler(RuntimeException.class)
		@ResponseStatus(HttpStatus.INTERNAL_SERVER_ERROR)
		void handle() {
		}

	}

	@RestControllerAdvice(assignableTypes = CatchingController.class)
	public static class OtherControllersHandler extends RefusalHandler {

	}

	public static final class NoReportException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

		public NoReportException(Throwable cause) {
			super(cause);
		}

	}

	@ResponseStatus(HttpStatus.GONE)
	public static final class GoneException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

		public GoneException(Throwable cause) {
			super(cause);
		}

	}

}
