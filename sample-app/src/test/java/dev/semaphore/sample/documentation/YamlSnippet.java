package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * YAML that is shown, an {@code application.yml} unless said otherwise.
 *
 * @param at page and line, for people to read
 * @param line the line of the page where it begins
 * @param code the YAML
 * @param fails what the start says that must fail with this; empty if it must not fail
 * @param other whether it is no {@code application.yml}
 */
record YamlSnippet(String at, int line, String code, String fails, boolean other) implements Snippet {

	@Override
	public String language() {
		return "yaml";
	}

	@Override
	public void check() {
		List<PropertySource<?>> documents = load();
		if (this.other) {
			return;
		}
		if (this.fails.isEmpty()) {
			assertThat(documents.stream()
				.flatMap((document) -> Stream.of(((EnumerablePropertySource<?>) document).getPropertyNames()))
				.filter(KnownProperties::lacks)).as("properties at " + this.at + " that nobody knows").isEmpty();
		}
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
			.withInitializer((context) -> documents.forEach(context.getEnvironment().getPropertySources()::addFirst))
			.run((context) -> {
				if (this.fails.isEmpty()) {
					assertThat(context).as("a start with the YAML at " + this.at).hasNotFailed();
				}
				else {
					assertThat(context).as("a start with the YAML at " + this.at).hasFailed();
					assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
						.hasMessageContaining(this.fails);
				}
			});
	}

	private List<PropertySource<?>> load() {
		try {
			return new YamlPropertySourceLoader().load(this.at,
					new ByteArrayResource(this.code.getBytes(StandardCharsets.UTF_8), this.at));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
