package dev.semaphore.spring.web.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.handler.HandlerExceptionResolverComposite;

/**
 * The application's own resolvers that Spring MVC would ask after a given one, those that
 * a {@code WebMvcConfigurer} adds among them. Spring's are none of them: what they would
 * make of a refusal is what they make of every exception.
 */
final class LaterExceptionResolvers {

	private final SingletonSupplier<List<HandlerExceptionResolver>> resolvers;

	LaterExceptionResolvers(HandlerExceptionResolver first, ApplicationContext context) {
		this.resolvers = SingletonSupplier.of(() -> after(first,
				BeanFactoryUtils.beansOfTypeIncludingAncestors(context, HandlerExceptionResolver.class, true, false)
					.values()));
	}

	private static List<HandlerExceptionResolver> after(HandlerExceptionResolver first,
			Collection<HandlerExceptionResolver> all) {
		List<HandlerExceptionResolver> sorted = new ArrayList<>(all);
		AnnotationAwareOrderComparator.sort(sorted);
		return sorted.stream()
			.skip(sorted.indexOf(first) + 1L)
			.flatMap(LaterExceptionResolvers::parts)
			.filter((resolver) -> !resolver.getClass().getName().startsWith("org.springframework."))
			.toList();
	}

	private static Stream<HandlerExceptionResolver> parts(HandlerExceptionResolver resolver) {
		return (resolver instanceof HandlerExceptionResolverComposite composite)
				? composite.getExceptionResolvers().stream() : Stream.of(resolver);
	}

	/**
	 * The answer of the first that has one, or null.
	 */
	@Nullable ModelAndView resolve(HttpServletRequest request, HttpServletResponse response, @Nullable Object handler,
			Exception exception) {
		for (HandlerExceptionResolver resolver : this.resolvers.obtain()) {
			ModelAndView answer = resolver.resolveException(request, response, handler, exception);
			if (answer != null) {
				return answer;
			}
		}
		return null;
	}

}
