package dev.semaphore.spring.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * What a client is told whose request was refused: a problem detail (RFC 9457) and when
 * to try again. Says which semaphore and why, but none of its numbers, which are for the
 * log and the operator.
 *
 * @param status the status of the response
 * @param semaphore the name of the semaphore
 * @param reason why it refused
 * @param retryAfterSeconds when to try again; 1 or more
 */
public record RefusalProblem(HttpStatus status, String semaphore, RejectionReason reason, long retryAfterSeconds) {

	/**
	 * The media type of {@link #json()}.
	 */
	public static final String MEDIA_TYPE = "application/problem+json";

	private static final int MAX_CAUSES = 50;

	/**
	 * Written by hand, as it were: the members are few and fixed, and no setting of the
	 * application's JSON mapper, or the lack of one, may change them.
	 */
	private static final JsonWriter<RefusalProblem> WRITER = JsonWriter.of((members) -> {
		members.add("title", (problem) -> problem.status().getReasonPhrase());
		members.add("status", (problem) -> problem.status().value());
		members.add("detail", RefusalProblem::detail);
		members.add("semaphore", RefusalProblem::semaphore);
		members.add("reason", (problem) -> problem.reason().name());
	});

	/**
	 * The problem of a refusal.
	 * @param refusal the refusal
	 * @param statuses the status for a semaphore, by its name
	 * @return the problem
	 */
	public static RefusalProblem of(PermitRejectedException refusal, Function<String, HttpStatus> statuses) {
		return new RefusalProblem(statuses.apply(refusal.semaphore()), refusal.semaphore(), refusal.reason(),
				wholeSeconds(refusal.retryAfter()));
	}

	/**
	 * The refusal that an exception is, or was caused by. An exception that says itself
	 * what its response is, by being an {@link ErrorResponse} or by
	 * {@link ResponseStatus @ResponseStatus}, was meant so, whatever its cause.
	 * @param exception the exception
	 * @return the refusal, or null if there is none
	 */
	public static @Nullable PermitRejectedException refusalIn(Throwable exception) {
		Throwable candidate = exception;
		for (int i = 0; candidate != null && i < MAX_CAUSES; i++) {
			if (candidate instanceof ErrorResponse
					|| AnnotatedElementUtils.hasAnnotation(candidate.getClass(), ResponseStatus.class)) {
				return null;
			}
			if (candidate instanceof PermitRejectedException refusal) {
				return refusal;
			}
			candidate = candidate.getCause();
		}
		return null;
	}

	/**
	 * The body of the response.
	 * @return the problem detail in JSON, in UTF-8
	 */
	public byte[] json() {
		return WRITER.writeToString(this).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What has happened, for people.
	 * @return a sentence
	 */
	public String detail() {
		return switch (this.reason) {
			case UNAVAILABLE -> "All permits of '" + this.semaphore + "' are taken.";
			case TIMED_OUT -> "No permit of '" + this.semaphore + "' came free in time.";
			case QUEUE_FULL -> "Too many requests wait for '" + this.semaphore + "' already.";
			case TOO_LARGE -> "The request needs more permits than '" + this.semaphore + "' has.";
			case CLOSED -> "'" + this.semaphore + "' is closed.";
			case INTERRUPTED -> "The request was interrupted while it waited for '" + this.semaphore + "'.";
			case REENTRANT -> "The request holds a permit of '" + this.semaphore + "' already and wants another one.";
			case TOO_MANY_KEYS -> "Too many callers use '" + this.semaphore + "' at the same time.";
			case BACKEND_UNAVAILABLE -> "The permits of '" + this.semaphore + "' cannot be reached.";
		};
	}

	private static long wholeSeconds(Duration duration) {
		Duration seconds = Duration.ofSeconds(duration.toSeconds());
		return Math.max(1, seconds.equals(duration) ? duration.toSeconds() : duration.toSeconds() + 1);
	}

}
