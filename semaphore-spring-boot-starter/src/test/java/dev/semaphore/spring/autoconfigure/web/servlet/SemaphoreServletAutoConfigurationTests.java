package dev.semaphore.spring.autoconfigure.web.servlet;

import java.util.List;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.web.ConfiguredRoutes;
import dev.semaphore.spring.autoconfigure.web.SemaphoreRoutesAutoConfiguration;
import dev.semaphore.spring.web.Routes;
import dev.semaphore.spring.web.servlet.RefusalFilter;
import dev.semaphore.spring.web.servlet.RouteLimitFilter;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreServletAutoConfiguration}.
 */
class SemaphoreServletAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(SemaphoreAutoConfiguration.class,
			SemaphoreRoutesAutoConfiguration.class, SemaphoreServletAutoConfiguration.class);

	private static final String[] ROUTE = { "semaphore.instances.reports.permits=4", "semaphore.web.routes[0].path=/**",
			"semaphore.web.routes[0].semaphore=reports" };

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void filterOfTheRoutesStandsBehindSpringSecurityAndSeesAsyncDispatches() {
		this.runner.withPropertyValues(ROUTE).run((context) -> {
			FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
			assertThat(registration.isEnabled()).isTrue();
			assertThat(registration.getOrder()).isGreaterThan(-100);
			assertThat(registration.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.ASYNC);
		});
	}

	@Test
	void filterOfTheRoutesStandsWhereItIsPut() {
		this.runner.withPropertyValues(ROUTE)
			.withPropertyValues("semaphore.web.filter-order=3")
			.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isEqualTo(3));
	}

	@Test
	void thereIsNoFilterWithoutRoutes() {
		this.runner.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).isEnabled()).isFalse());
	}

	@Test
	void thereAreNoRoutesIfSemaphoresAreDisabled() {
		this.runner.withPropertyValues(ROUTE)
			.withPropertyValues("semaphore.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FilterRegistrationBean.class)
				.hasSingleBean(RefusalFilter.class));
	}

	@Test
	void backsOffForFiltersOfTheUser() {
		RefusalFilter refusals = new RefusalFilter((name) -> HttpStatus.SERVICE_UNAVAILABLE);
		RouteLimitFilter limits = new RouteLimitFilter(() -> new Routes(List.of()), () -> true);
		this.runner.withPropertyValues(ROUTE)
			.withBean(RefusalFilter.class, () -> refusals)
			.withBean(RouteLimitFilter.class, () -> limits)
			.run((context) -> {
				assertThat(context.getBean(RefusalFilter.class)).isSameAs(refusals);
				assertThat(context).doesNotHaveBean(FilterRegistrationBean.class);
			});
	}

	@Test
	void routesNeedNeitherSpringMvcNorActuator() {
		this.runner.withPropertyValues(ROUTE)
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class, PathMappedEndpoints.class))
			.run((context) -> assertThat(context.getBean(ConfiguredRoutes.class).get().routes()).hasSize(1));
	}

	@Test
	void nothingIsDoneOutsideOfServletApplications() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ROUTE)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RefusalFilter.class)
				.doesNotHaveBean(ConfiguredRoutes.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(RefusalFilter.class));
	}

}
