package dev.semaphore.spring.autoconfigure.actuate.dashboard;

import dev.semaphore.spring.actuate.dashboard.SemaphoreDashboardEndpoint;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreDashboardAutoConfiguration}.
 */
class SemaphoreDashboardAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(SemaphoreAutoConfiguration.class,
			SemaphoreDashboardAutoConfiguration.class, EndpointAutoConfiguration.class,
			WebEndpointAutoConfiguration.class);

	private static final String EXPOSED = "management.endpoints.web.exposure.include=semaphores,semaphoredashboard";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void thereIsNoPageUnlessItIsExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=semaphores")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SemaphoreDashboardEndpoint.class));
	}

	@Test
	void thereIsNoPageWithoutTheWeb() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(EXPOSED, "management.endpoints.jmx.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SemaphoreDashboardEndpoint.class));
	}

	@Test
	void thePageOffersToChangeOnlyWhereTheEndpointMay() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> assertThat(page(context)).contains(writable(false)));
		WebApplicationContextRunner writable = this.runner.withPropertyValues(EXPOSED,
				"management.endpoint.semaphores.access=UNRESTRICTED");
		writable.run((context) -> assertThat(page(context)).contains(writable(true)));
		writable.withPropertyValues("management.endpoints.access.max-permitted=READ_ONLY")
			.run((context) -> assertThat(page(context)).contains(writable(false)));
	}

	@Test
	void thePageOffersToGiveBackByForceOnlyWhereTheEndpointMay() {
		WebApplicationContextRunner writable = this.runner.withPropertyValues(EXPOSED,
				"management.endpoint.semaphores.access=UNRESTRICTED");
		writable.run((context) -> assertThat(page(context)).contains("data-unsafe=\"false\""));
		writable.withPropertyValues("management.endpoint.semaphores.unsafe-release=true")
			.run((context) -> assertThat(page(context)).contains("data-unsafe=\"true\""));
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.semaphores.unsafe-release=true")
			.run((context) -> assertThat(page(context)).contains("data-unsafe=\"false\""));
	}

	@Test
	void thePageFindsTheEndpointWhereverTheyAre() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(page(context)).contains("data-semaphores=\"semaphores\""));
		this.runner
			.withPropertyValues(EXPOSED, "management.endpoints.web.path-mapping.semaphores=limits/all",
					"management.endpoints.web.path-mapping.semaphoredashboard=pages/limits")
			.run((context) -> assertThat(page(context)).contains("data-semaphores=\"../limits/all\""));
	}

	@Test
	void backsOffForAPageOfTheUser() {
		SemaphoreDashboardEndpoint own = new SemaphoreDashboardEndpoint("semaphores", false);
		this.runner.withPropertyValues(EXPOSED)
			.withBean(SemaphoreDashboardEndpoint.class, () -> own)
			.run((context) -> assertThat(context.getBean(SemaphoreDashboardEndpoint.class)).isSameAs(own));
	}

	@Test
	void nativeImagesHaveThePage() {
		RuntimeHints hints = new RuntimeHints();
		new PageHints().registerHints(hints, null);
		assertThat(hints).matches(
				RuntimeHintsPredicates.resource().forResource("dev/semaphore/spring/actuate/dashboard/dashboard.html"));
	}

	private static String page(org.springframework.context.ApplicationContext context) {
		return context.getBean(SemaphoreDashboardEndpoint.class).page();
	}

	private static String writable(boolean writable) {
		return "data-writable=\"" + writable + "\"";
	}

}
