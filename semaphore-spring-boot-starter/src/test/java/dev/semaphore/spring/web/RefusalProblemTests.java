package dev.semaphore.spring.web;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusalProblem}.
 */
class RefusalProblemTests {

	private static final PermitRejectedException REFUSAL = refusal(RejectionReason.TIMED_OUT, Duration.ofSeconds(1));

	@Test
	void bodyHasTheMembersOfAProblemDetailAndSaysWhichSemaphoreAndWhy() {
		assertThat(json(RefusalProblem.of(REFUSAL, (name) -> HttpStatus.TOO_MANY_REQUESTS)))
			.isEqualTo("{\"title\":\"Too Many Requests\",\"status\":429,"
					+ "\"detail\":\"No permit of 'reports' came free in time.\","
					+ "\"semaphore\":\"reports\",\"reason\":\"TIMED_OUT\"}");
	}

	@Test
	void namesAreEscaped() {
		RefusalProblem problem = new RefusalProblem(HttpStatus.SERVICE_UNAVAILABLE, "a\"b\\\n", RejectionReason.CLOSED,
				1);
		assertThat(json(problem)).contains("\"semaphore\":\"a\\\"b\\\\\\n\"");
	}

	@ParameterizedTest
	@EnumSource
	void detailIsASentenceAndTellsNoNumbers(RejectionReason reason) {
		RefusalProblem problem = RefusalProblem.of(refusal(reason, Duration.ofSeconds(7)),
				(name) -> HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(problem.detail()).contains("'reports'").endsWith(".").doesNotContainPattern("\\d");
	}

	@ParameterizedTest
	@CsvSource({ "PT0.001S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT59.5S, 60" })
	void retryAfterIsRoundedUpToWholeSeconds(Duration retryAfter, long seconds) {
		PermitRejectedException refusal = refusal(RejectionReason.UNAVAILABLE, retryAfter);
		assertThat(RefusalProblem.of(refusal, (name) -> HttpStatus.SERVICE_UNAVAILABLE).retryAfterSeconds())
			.isEqualTo(seconds);
	}

	@Test
	void refusalIsFoundInsideOtherExceptions() {
		assertThat(RefusalProblem.refusalIn(REFUSAL)).isSameAs(REFUSAL);
		assertThat(RefusalProblem.refusalIn(new CompletionException(new ExecutionException(REFUSAL))))
			.isSameAs(REFUSAL);
		assertThat(RefusalProblem.refusalIn(new IllegalStateException("no report", REFUSAL))).isSameAs(REFUSAL);
		assertThat(RefusalProblem.refusalIn(new IllegalStateException())).isNull();
	}

	@Test
	void circleOfCausesEnds() {
		Exception first = new IllegalStateException();
		first.initCause(new IllegalStateException(first));
		assertThat(RefusalProblem.refusalIn(first)).isNull();
	}

	@Test
	void exceptionThatSaysItsOwnResponseIsLeftAlone() {
		assertThat(RefusalProblem.refusalIn(new ResponseStatusException(HttpStatus.BAD_GATEWAY, "no report", REFUSAL)))
			.isNull();
		assertThat(RefusalProblem.refusalIn(new NoReportException(REFUSAL))).isNull();
	}

	private static PermitRejectedException refusal(RejectionReason reason, Duration retryAfter) {
		return new PermitRejectedException("reports", reason, 3, retryAfter, "(permits=4)");
	}

	private static String json(RefusalProblem problem) {
		return new String(problem.json(), StandardCharsets.UTF_8);
	}

	@ResponseStatus(HttpStatus.GONE)
	static final class NoReportException extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

		NoReportException(Throwable cause) {
			super(cause);
		}

	}

}
