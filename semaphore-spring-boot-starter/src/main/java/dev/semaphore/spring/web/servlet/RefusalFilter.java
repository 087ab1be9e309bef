package dev.semaphore.spring.web.servlet;

import java.io.IOException;
import java.util.function.Function;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.RefusalProblem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers requests that a semaphore refused where no controller is: in a filter, in
 * another servlet, or below a handler that did not want the refusal after all.
 */
public final class RefusalFilter extends OncePerRequestFilter implements Ordered {

	/**
	 * Inside the filter that observes requests, so that this sees the status, and outside
	 * most others.
	 */
	public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

	private final RefusalWriter writer;

	/**
	 * Creates the filter.
	 * @param statuses the status for a semaphore, by its name
	 */
	public RefusalFilter(Function<String, HttpStatus> statuses) {
		this.writer = new RefusalWriter(statuses);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			PermitRejectedException refusal = RefusalProblem.refusalIn(ex);
			if (refusal == null || response.isCommitted()) {
				throw ex;
			}
			this.writer.write(refusal, response);
		}
	}

}
