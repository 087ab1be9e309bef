package dev.semaphore.spring.autoconfigure.web.servlet;

import java.time.Duration;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.web.servlet.RefusalExceptionResolver;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoreWebMvcAutoConfiguration}.
 */
class SemaphoreWebMvcAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(SemaphoreAutoConfiguration.class,
			SemaphoreWebMvcAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues("semaphore.instances.reports.permits=4", "semaphore.instances.quotes.permits=4",
				"semaphore.instances.quotes.rejection-status=429");

	@Test
	void statusIsThatOfTheSemaphore() {
		this.runner.run((context) -> {
			assertThat(statusFor(context, "reports")).isEqualTo(503);
			assertThat(statusFor(context, "quotes")).isEqualTo(429);
			assertThat(statusFor(context, "bean-of-the-user")).isEqualTo(503);
		});
	}

	@Test
	void statusOfTheDefaultsHoldsForTheRest() {
		this.runner
			.withPropertyValues("semaphore.defaults.rejection-status=429",
					"semaphore.instances.quotes.rejection-status=503")
			.run((context) -> {
				assertThat(statusFor(context, "reports")).isEqualTo(429);
				assertThat(statusFor(context, "quotes")).isEqualTo(503);
				assertThat(statusFor(context, "bean-of-the-user")).isEqualTo(429);
			});
	}

	@Test
	void backsOffForBeansOfTheUser() {
		RefusalExceptionResolver resolver = new RefusalExceptionResolver((name) -> HttpStatus.SERVICE_UNAVAILABLE,
				new StaticApplicationContext());
		this.runner.withBean(RefusalExceptionResolver.class, () -> resolver)
			.run((context) -> assertThat(context.getBean(RefusalExceptionResolver.class)).isSameAs(resolver));
	}

	@Test
	void nothingIsDoneOutsideOfServletApplications() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(RefusalExceptionResolver.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).doesNotHaveBean(RefusalExceptionResolver.class));
	}

	@Test
	void nothingIsDoneWithoutSpringMvc() {
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RefusalExceptionResolver.class));
	}

	@Test
	void annotatedHandlersMayHaveAParameterForTheirPermit() {
		this.runner
			.withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class, AopAutoConfiguration.class,
					WebMvcAutoConfiguration.class))
			.withBean(Limited.class)
			.run((context) -> assertThat(MockMvcTester.from(context).get().uri("/limited")).bodyText()
				.isEqualTo("2 of reports"));
	}

	private static int statusFor(ApplicationContext context, String semaphore) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		context.getBean(RefusalExceptionResolver.class)
			.resolveException(new MockHttpServletRequest(), response, null,
					new PermitRejectedException(semaphore, RejectionReason.UNAVAILABLE, 1, Duration.ofSeconds(1), ""));
		return response.getStatus();
	}

	@RestController
	static class Limited {

		@GetMapping("/limited")
		@Permits(name = "reports", weight = "2")
		String limited(Permit permit) {
			return permit.weight() + " of reports";
		}

	}

}
