package dev.semaphore.spring.autoconfigure.web.servlet;

import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.semaphore.spring.autoconfigure.web.ConfiguredRoutes;
import dev.semaphore.spring.web.servlet.RouteLimitFilter;
import jakarta.servlet.DispatcherType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;

/**
 * Whether all filters behind that of the routes see a request that is dispatched to them
 * after it has waited. A plain filter bean does not unless it is registered for such
 * dispatches: the request would go past it, whatever it is for.
 */
final class DispatchableFilters implements BooleanSupplier, SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(DispatchableFilters.class);

	private final ConfiguredRoutes routes;

	private final ListableBeanFactory beanFactory;

	private volatile boolean all;

	DispatchableFilters(ConfiguredRoutes routes, ListableBeanFactory beanFactory) {
		this.routes = routes;
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean getAsBoolean() {
		return this.all;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.routes.isEmpty()) {
			return;
		}
		List<String> passed = passed();
		this.all = passed.isEmpty();
		if (!this.all) {
			logger.warn("Requests that wait for a permit of semaphore.web.routes keep their threads: " + passed
					+ " would not see them after they were dispatched again. Let these filters extend "
					+ "OncePerRequestFilter, or register them for dispatches of type ASYNC too.");
		}
	}

	private List<String> passed() {
		List<? extends AbstractFilterRegistrationBean<?>> filters = new ServletContextInitializerBeans(this.beanFactory)
			.stream()
			.filter(DispatchableFilters::isFilter)
			.map((initializer) -> (AbstractFilterRegistrationBean<?>) initializer)
			.toList();
		return filters.stream()
			.dropWhile((registration) -> !(registration.getFilter() instanceof RouteLimitFilter))
			.filter(AbstractFilterRegistrationBean::isEnabled)
			.filter((registration) -> isPassed(registration.determineDispatcherTypes()))
			.map(AbstractFilterRegistrationBean::getFilterName)
			.toList();
	}

	private static boolean isFilter(ServletContextInitializer initializer) {
		return initializer instanceof AbstractFilterRegistrationBean;
	}

	private static boolean isPassed(EnumSet<DispatcherType> types) {
		return types.contains(DispatcherType.REQUEST) && !types.contains(DispatcherType.ASYNC);
	}

}
