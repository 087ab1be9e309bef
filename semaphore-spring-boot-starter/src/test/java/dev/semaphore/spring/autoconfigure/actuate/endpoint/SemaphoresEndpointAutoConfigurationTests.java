package dev.semaphore.spring.autoconfigure.actuate.endpoint;

import java.util.Arrays;
import java.util.List;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.actuate.endpoint.SemaphoreTimes;
import dev.semaphore.spring.actuate.endpoint.SemaphoresEndpoint;
import dev.semaphore.spring.actuate.endpoint.SemaphoresEndpointWebExtension;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SemaphoresEndpointAutoConfiguration}.
 */
class SemaphoresEndpointAutoConfigurationTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=semaphores";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
				SemaphoresEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=4");

	@Test
	void endpointShowsTheSemaphoresThatAreConfigured() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			assertThat(context.getBean(SemaphoresEndpoint.class).semaphores().semaphores()).containsOnlyKeys("reports");
			assertThat(context).hasSingleBean(SemaphoresEndpointWebExtension.class);
		});
	}

	@Test
	void timesAreMeasuredFromTheStart() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			context.getBean(CountingSemaphore.class).acquire().close();
			assertThat(context.getBean(SemaphoresEndpoint.class).semaphore("reports").statistics().waitTime().count())
				.isEqualTo(1);
		});
	}

	@Test
	void withoutExposureThereIsNoEndpointAndNothingIsMeasured() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SemaphoresEndpoint.class)
			.doesNotHaveBean(SemaphoreTimes.class));
	}

	@Test
	void withoutAccessThereIsNoEndpointAndNothingIsMeasured() {
		this.runner.withPropertyValues(EXPOSED, "management.endpoint.semaphores.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SemaphoresEndpoint.class)
				.doesNotHaveBean(SemaphoreTimes.class));
	}

	@Test
	void keysAreMaskedUnlessTheirValuesMayBeShown() {
		WebApplicationContextRunner web = new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
					SemaphoresEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
			.withBean(CountingSemaphore.class, SemaphoresEndpointAutoConfigurationTests::heldByAlice)
			.withPropertyValues(EXPOSED);
		web.run((context) -> assertThat(context.getBean(SemaphoresEndpoint.class).semaphore("own").toString())
			.contains("key=******")
			.doesNotContain("alice"));
		web.withPropertyValues("management.endpoint.semaphores.show-values=always")
			.run((context) -> assertThat(context.getBean(SemaphoresEndpoint.class).semaphore("own").toString())
				.contains("key=alice"));
	}

	@Test
	void backsOffForAnEndpointOfTheUser() {
		SemaphoresEndpoint own = new SemaphoresEndpoint(SemaphoreRegistry.create(), new SemaphoreTimes(),
				(name) -> "local", List::of, Show.NEVER);
		this.runner.withPropertyValues(EXPOSED)
			.withBean(SemaphoresEndpoint.class, () -> own)
			.run((context) -> assertThat(context.getBean(SemaphoresEndpoint.class)).isSameAs(own));
	}

	@Test
	void worksByJmx() {
		this.runner
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=semaphores",
					"management.endpoint.semaphores.access=UNRESTRICTED")
			.run((context) -> {
				MBeanServer server = context.getBean(MBeanServer.class);
				ObjectName name = server
					.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Semaphores,*"), null)
					.iterator()
					.next();
				assertThat(invoke(server, name, "semaphores").toString()).contains("reports");
				invoke(server, name, "change", "reports", "8", null);
				assertThat(invoke(server, name, "semaphore", "reports").toString()).contains("permits=8");
				assertThat(invoke(server, name, "semaphore", "unknown")).isNull();
			});
	}

	private static Object invoke(MBeanServer server, ObjectName name, String operation, String... arguments)
			throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return server.invoke(name, operation, arguments, signature);
	}

	private static CountingSemaphore heldByAlice() {
		CountingSemaphore semaphore = CountingSemaphore.create("own", SemaphorePolicy.of(2),
				SemaphoreOptions.defaults().withTrackHolders(true));
		semaphore.acquireAsync(AcquireRequest.one().withKey("alice"));
		return semaphore;
	}

}
