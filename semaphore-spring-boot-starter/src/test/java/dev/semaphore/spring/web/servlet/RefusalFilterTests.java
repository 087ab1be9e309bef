package dev.semaphore.spring.web.servlet;

import java.io.IOException;

import dev.semaphore.spring.web.RefusedRequests;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RefusalFilter}.
 */
class RefusalFilterTests {

	private final RefusalFilter filter = new RefusalFilter(RefusedRequests::statusOf);

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void refusalIsAnswered() throws Exception {
		filter((request, response) -> {
			throw RefusedRequests.refusal();
		});
		assertRefused();
	}

	@Test
	void refusalIsFoundInTheExceptionOfAServlet() throws Exception {
		filter((request, response) -> {
			throw new ServletException(RefusedRequests.refusal());
		});
		assertRefused();
	}

	@Test
	void whatWasNotSentYetIsDropped() throws Exception {
		filter((request, response) -> {
			response.getOutputStream().print("half a report");
			throw RefusedRequests.refusal();
		});
		assertRefused();
	}

	@Test
	void headersOfOthersStay() throws Exception {
		this.response.setHeader("Access-Control-Allow-Origin", "https://example.org");
		filter((request, response) -> {
			throw RefusedRequests.refusal();
		});
		assertThat(this.response.getHeader("Access-Control-Allow-Origin")).isEqualTo("https://example.org");
	}

	@Test
	void otherExceptionsPass() {
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> filter((request, response) -> {
			throw new ServletException("other");
		}));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> filter((request, response) -> {
			throw new IOException(RefusedRequests.refusal());
		}));
	}

	@Test
	void responseThatHasBegunIsLeftAlone() {
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> filter((request, response) -> {
			response.flushBuffer();
			throw new ServletException(RefusedRequests.refusal());
		}));
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	private void filter(FilterChain chain) throws ServletException, IOException {
		this.filter.doFilter(new MockHttpServletRequest(), this.response, chain);
	}

	private void assertRefused() throws IOException {
		assertThat(this.response.getStatus()).isEqualTo(429);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("3");
		assertThat(this.response.getContentType()).isEqualTo("application/problem+json");
		assertThat(this.response.getContentAsString()).isEqualTo(RefusedRequests.PROBLEM);
	}

}
