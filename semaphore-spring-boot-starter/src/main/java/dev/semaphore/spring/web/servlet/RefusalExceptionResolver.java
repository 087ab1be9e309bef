package dev.semaphore.spring.web.servlet;

import java.io.IOException;
import java.util.function.Function;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.web.RefusalProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers requests that a semaphore refused anywhere below a controller. Comes before
 * {@code @ExceptionHandler} methods, so that one that catches everything does not turn a
 * refusal into a failure, and leaves it to those that are
 * {@linkplain UserExceptionHandlers meant for it}, and to the resolvers that the
 * application has {@linkplain LaterExceptionResolvers of its own}.
 */
public final class RefusalExceptionResolver implements HandlerExceptionResolver, Ordered {

	/**
	 * Just before Spring MVC's own resolvers.
	 */
	public static final int ORDER = -1;

	private static final Log logger = LogFactory.getLog(RefusalExceptionResolver.class);

	private final RefusalWriter writer;

	private final UserExceptionHandlers userHandlers;

	private final LaterExceptionResolvers userResolvers;

	/**
	 * Creates the resolver.
	 * @param statuses the status for a semaphore, by its name
	 * @param context where the application's own handlers are
	 */
	public RefusalExceptionResolver(Function<String, HttpStatus> statuses, ApplicationContext context) {
		this.writer = new RefusalWriter(statuses);
		this.userHandlers = new UserExceptionHandlers(context);
		this.userResolvers = new LaterExceptionResolvers(this, context);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		PermitRejectedException refusal = RefusalProblem.refusalIn(exception);
		if (refusal == null || response.isCommitted() || this.userHandlers.handle(exception, refusal, handler)) {
			return null;
		}
		ModelAndView answer = this.userResolvers.resolve(request, response, handler, exception);
		return (answer != null) ? answer : write(refusal, response);
	}

	private ModelAndView write(PermitRejectedException refusal, HttpServletResponse response) {
		try {
			this.writer.write(refusal, response);
		}
		catch (IOException ex) {
			logger.debug("The client is gone that was to be told: " + refusal.getMessage(), ex);
		}
		return new ModelAndView();
	}

}
