package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.CompositePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class PresentPropertiesBindHandlerTests {

	private static final String REPORTS = "semaphore.instances.reports";

	@Test
	void nobodyAsksForWhatNoSourceHas() {
		AskedFor source = new AskedFor(Map.of(REPORTS + ".permits", 4));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> {
				assertThat(context.getBean(SemaphoreProperties.class).instance("reports").permits()).isEqualTo(4);
				assertThat(source.names).filteredOn((name) -> name.startsWith(REPORTS))
					.containsExactlyInAnyOrder(REPORTS, REPORTS + ".permits");
			});
	}

	@Test
	void theSourcesOfASemaphoreComplementEachOther() {
		Instance reports = bind(List.of(new MapConfigurationPropertySource(Map.of(REPORTS + ".maxWait", "1s")),
				new MapConfigurationPropertySource(Map.of(REPORTS + ".permits", 4, REPORTS + ".max-wait", "9s"))));
		assertThat(reports.permits()).isEqualTo(4);
		assertThat(reports.maxWait()).isEqualTo(Duration.ofSeconds(1));
	}

	/** Boot maps variables only if it knows them by the name of their source. */
	@ParameterizedTest
	@ValueSource(strings = { "systemEnvironment", "dotenv" })
	void environmentVariablesMayHaveUnderscoresForDashes(String nameOfSource) {
		Instance reports = bindWith(variables(nameOfSource));
		assertThat(reports.permits()).isEqualTo(4);
		assertThat(reports.maxWait()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void environmentVariablesMayBeWithinAnotherSource() {
		CompositePropertySource composite = new CompositePropertySource("composite");
		composite.addPropertySource(variables("dotenv"));
		Instance reports = bindWith(composite);
		assertThat(reports.permits()).isEqualTo(4);
		assertThat(reports.maxWait()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void aSourceNeedNotTellItsNames() {
		ConfigurationPropertySource silent = (name) -> name.toString().equals(REPORTS + ".max-wait")
				? new ConfigurationProperty(name, "1s", null) : null;
		Instance reports = bind(List.of(silent, new MapConfigurationPropertySource(Map.of(REPORTS + ".permits", 4))));
		assertThat(reports.permits()).isEqualTo(4);
		assertThat(reports.maxWait()).isEqualTo(Duration.ofSeconds(1));
	}

	private static SystemEnvironmentPropertySource variables(String nameOfSource) {
		return new SystemEnvironmentPropertySource(nameOfSource, Map.of("SEMAPHORE_INSTANCES_REPORTS_MAX_WAIT", "1s"));
	}

	private static Instance bindWith(PropertySource<?> source) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(source);
		sources.addLast(new MapPropertySource("application", Map.of(REPORTS + ".permits", 4)));
		return bind(ConfigurationPropertySources.from(sources));
	}

	private static Instance bind(Iterable<ConfigurationPropertySource> sources) {
		return new Binder(sources)
			.bindOrCreate("semaphore", Bindable.of(SemaphoreProperties.class),
					new PresentPropertiesBindHandler(BindHandler.DEFAULT))
			.instance("reports");
	}

	/** Notes for which properties it is asked. */
	private static final class AskedFor extends MapPropertySource {

		final Set<String> names = new HashSet<>();

		AskedFor(Map<String, Object> source) {
			super("asked", source);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			this.names.add(name);
			return super.getProperty(name);
		}

	}

}
