package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
		assertThat(askedForIn(Map.of(REPORTS + ".permits", 4))).containsExactlyInAnyOrder(REPORTS,
				REPORTS + ".permits");
	}

	@Test
	void nobodyAsksBesideASemaphoreOfWhichNothingIsSaid() {
		Map<String, Object> properties = Map.of(REPORTS + ".permits", 4, "semaphore.defaults.permits", 4,
				"semaphore.instances.other", "");
		assertThat(askedForIn(properties)).containsExactlyInAnyOrder(REPORTS, REPORTS + ".permits");
	}

	@Test
	void theSourcesOfASemaphoreComplementEachOther() {
		assertBothAreBound(bind(List.of(new MapConfigurationPropertySource(Map.of(REPORTS + ".maxWait", "1s")),
				new MapConfigurationPropertySource(Map.of(REPORTS + ".permits", 4, REPORTS + ".max-wait", "9s")))));
	}

	/** Boot maps variables only if it knows them by the name of their source. */
	@ParameterizedTest
	@ValueSource(strings = { "systemEnvironment", "dotenv" })
	void environmentVariablesMayHaveUnderscoresForDashes(String nameOfSource) {
		assertBothAreBound(bindWith(variables(nameOfSource)));
	}

	@Test
	void environmentVariablesMayBeWithinAnotherSource() {
		CompositePropertySource composite = new CompositePropertySource("composite");
		composite.addPropertySource(variables("dotenv"));
		assertBothAreBound(bindWith(composite));
	}

	@Test
	void aSourceNeedNotTellItsNames() {
		ConfigurationPropertySource silent = (name) -> name.toString().equals(REPORTS + ".max-wait")
				? new ConfigurationProperty(name, "1s", null) : null;
		assertBothAreBound(bind(List.of(silent, new MapConfigurationPropertySource(Map.of(REPORTS + ".permits", 4)))));
	}

	private static Set<String> askedForIn(Map<String, Object> properties) {
		AskedFor source = new AskedFor(properties);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(source))
			.run((context) -> assertThat(context.getBean(SemaphoreProperties.class).instance("reports").permits())
				.isEqualTo(4));
		return source.names.stream().filter((name) -> name.startsWith(REPORTS)).collect(Collectors.toSet());
	}

	private static void assertBothAreBound(Instance reports) {
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
