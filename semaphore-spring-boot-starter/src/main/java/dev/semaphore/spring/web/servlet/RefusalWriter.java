package dev.semaphore.spring.web.servlet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.RefusalProblem;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Answers a refused request, whatever the client accepts: there is nothing else to say.
 *
 * @param statuses the status for a semaphore, by its name
 */
record RefusalWriter(Function<String, HttpStatus> statuses) {

	/**
	 * Writes the response. Headers that others have set stay, since a client of another
	 * origin needs those of CORS to read the answer.
	 */
	void write(PermitRejectedException refusal, HttpServletResponse response) throws IOException {
		RefusalProblem problem = RefusalProblem.of(refusal, this.statuses);
		byte[] body = problem.json();
		response.resetBuffer();
		response.setStatus(problem.status().value());
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
		response.setContentType(RefusalProblem.MEDIA_TYPE);
		response.setContentLength(body.length);
		try {
			response.getOutputStream().write(body);
		}
		catch (IllegalStateException ex) {
			// Somebody has the writer already, so the stream cannot be had.
			response.getWriter().write(new String(body, StandardCharsets.UTF_8));
		}
		response.flushBuffer();
	}

}
