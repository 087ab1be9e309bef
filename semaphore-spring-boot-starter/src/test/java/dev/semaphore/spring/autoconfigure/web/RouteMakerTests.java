package dev.semaphore.spring.autoconfigure.web;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.WebProperties;
import dev.semaphore.spring.web.KeySource;
import dev.semaphore.spring.web.RouteKey;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be configured under {@code semaphore.web}, and what stops the start.
 */
class RouteMakerTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoreRoutesAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=4", "semaphore.instances.reports.permits-per-key=2",
				"semaphore.instances.quotes.permits=8");

	@Test
	void everyPropertyIsBound() {
		this.runner.withPropertyValues("semaphore.web.filter-order=7", "semaphore.web.exclude=/favicon.ico,/assets/**",
				"semaphore.web.routes[0].path=/reports/{tenant}/**", "semaphore.web.routes[0].methods=get,POST",
				"semaphore.web.routes[0].semaphore=reports", "semaphore.web.routes[0].weight=2",
				"semaphore.web.routes[0].exclude=/reports/*/head", "semaphore.web.routes[0].key.source=path-variable",
				"semaphore.web.routes[0].key.name=tenant", "semaphore.web.routes[0].key.max-length=10",
				"semaphore.web.routes[1].path=/**", "semaphore.web.routes[1].semaphore=quotes")
			.run((context) -> {
				SemaphoreProperties properties = context.getBean(SemaphoreProperties.class);
				assertThat(properties.web().filterOrder()).isEqualTo(7);
				assertThat(properties.web().exclude()).containsExactly("/favicon.ico", "/assets/**");
				WebProperties.Route first = properties.web().routes().get(0);
				assertThat(first).hasNoNullFieldsOrProperties();
				assertThat(first.methods()).containsExactlyInAnyOrder(WebProperties.Method.GET,
						WebProperties.Method.POST);
				assertThat(first.weight()).isEqualTo(2);
				assertThat(first.exclude()).containsExactly("/reports/*/head");
				assertThat(first.key()).isEqualTo(new WebProperties.Key(KeySource.PATH_VARIABLE, "tenant", 10));
				WebProperties.Route second = properties.web().routes().get(1);
				assertThat(second.methods()).isEmpty();
				assertThat(second.weight()).isOne();
				assertThat(second.key()).isNull();
				assertThat(context.getBean(ConfiguredRoutes.class).get().routes()).hasSize(2)
					.first()
					.satisfies((route) -> {
						assertThat(route.key()).isEqualTo(new RouteKey(KeySource.PATH_VARIABLE, "tenant", 10));
						assertThat(route.request().weight()).isEqualTo(2);
						assertThat(route.request().caller()).isEqualTo("GET|POST /reports/{tenant}/**");
					});
			});
	}

	@Test
	void misspeltSemaphoreStopsTheStartAndTheNearestIsNamed() {
		assertMistake("semaphore.web.routes[0].path=/reports", "semaphore.web.routes[0].semaphore=report")
			.contains("semaphore.web.routes[0].semaphore", "'report' names a semaphore that does not exist",
					"Did you mean 'reports'?", "Known are [quotes, reports]")
			.contains("configure semaphore.instances.report.permits");
	}

	@Test
	void keyNeedsALimitForEachKey() {
		assertMistake("semaphore.web.routes[0].path=/quotes", "semaphore.web.routes[0].semaphore=quotes",
				"semaphore.web.routes[0].key.source=principal")
			.contains("semaphore.web.routes[0].key", "is set, but the semaphore 'quotes' has no limit for a key.",
					"Set semaphore.instances.quotes.permits-per-key, or remove the key from the route.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"routes[0].semaphore=reports | semaphore.web.routes[0] | is without the property 'path'",
			"routes[0].path=/reports | semaphore.web.routes[0] | is without the property 'semaphore'",
			"routes[0].path=reports,routes[0].semaphore=reports | 'reports' can match no path | Write /reports.",
			"routes[0].path=/{reports,routes[0].semaphore=reports | '/{reports' is no pattern of a path | Correct it",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].weight=0 | routes[0].weight | '0' is below 1",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].weight=5 | '5' is more than the semaphore 'reports' has: 4. | raise semaphore.instances.reports.permits.",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].weight=3,routes[0].key.source=principal | '3' is more than the semaphore 'reports' has for a key: 2. | permits-per-key",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].key.name=X-Tenant | routes[0].key | is without the property 'source'",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].key.source=header | is without the property 'name' | Set semaphore.web.routes[0].key.name to the name of the header.",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].key.source=principal,routes[0].key.name=x | 'x' has no meaning where the source is principal | Remove it",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].key.source=principal,routes[0].key.max-length=0 | key.max-length | '0' is below 1",
			"routes[0].path=/{tenant},routes[0].semaphore=reports,routes[0].key.source=path-variable,routes[0].key.name=tenent | 'tenent' is no variable of the path /{tenant}. Did you mean 'tenant'? | Known there are [tenant]",
			"exclude[0]=assets,routes[0].path=/,routes[0].semaphore=reports | semaphore.web.exclude[0] | Write /assets.",
			"routes[0].path=/,routes[0].semaphore=reports,routes[0].exclude[0]=x | semaphore.web.routes[0].exclude[0] | Write /x." })
	void mistakeStopsTheStart(String properties, String message, String another) {
		String[] values = ("semaphore.web." + properties.replace(",", ",semaphore.web.")).split(",");
		assertMistake(values).contains(message, another);
	}

	@Test
	void unknownMethodStopsTheStart() {
		this.runner
			.withPropertyValues("semaphore.web.routes[0].path=/", "semaphore.web.routes[0].semaphore=reports",
					"semaphore.web.routes[0].methods=GTE")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("GTE"));
	}

	@ParameterizedTest
	@CsvSource({ "routes[0].pth,path", "routes[0].key.nmae,name", "rotues[0].path,routes", "wbe,web" })
	void unknownPropertyStopsTheStartAndTheNearestIsNamed(String property, String nearest) {
		String name = property.equals("wbe") ? "semaphore.wbe" : "semaphore.web." + property;
		assertMistake(name + "=x").contains(name, "is not a property that exists. Did you mean '" + nearest + "'?");
	}

	@Test
	void bindingErrorIsTold() {
		this.runner.withPropertyValues("semaphore.web.filter-order=first")
			.run((context) -> assertThat(context).getFailure().isInstanceOf(BindException.class));
	}

	private AbstractStringAssert<?> assertMistake(String... properties) {
		String[] message = new String[1];
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).getFailure().isInstanceOf(SemaphoreConfigurationException.class);
			message[0] = context.getStartupFailure().getMessage();
		});
		return assertThat(message[0]);
	}

}
