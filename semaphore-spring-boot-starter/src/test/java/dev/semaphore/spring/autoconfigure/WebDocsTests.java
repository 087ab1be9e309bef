package dev.semaphore.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.semaphore.spring.autoconfigure.web.ConfiguredRoutes;
import dev.semaphore.spring.autoconfigure.web.SemaphoreRoutesAutoConfiguration;
import dev.semaphore.spring.web.KeySource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about routes, whose properties stand in no metadata, since they are those of a
 * list.
 */
class WebDocsTests {

	private static final Path PAGE = Path.of("..", "docs", "web.md");

	@Test
	void everyPropertyOfARouteIsExplained() throws IOException {
		assertThat(PAGE).content()
			.contains(
					KnownProperties.of(WebProperties.Route.class).stream().map((name) -> "| `" + name + "` |").toList())
			.contains(Arrays.stream(KeySource.values())
				.map((source) -> "| `" + source.name().toLowerCase(Locale.ROOT).replace('_', '-') + "` |")
				.toList())
			.contains(KnownProperties.of(WebProperties.Key.class).stream().map((name) -> "`" + name + "`").toList());
	}

	@Test
	void everyExampleMakesRoutes() throws IOException {
		List<String> blocks = List.of(Files.readString(PAGE).split("```yaml\n"));
		assertThat(blocks).hasSizeGreaterThan(3);
		for (String block : blocks.subList(1, blocks.size())) {
			new WebApplicationContextRunner()
				.withConfiguration(
						AutoConfigurations.of(SemaphoreAutoConfiguration.class, SemaphoreRoutesAutoConfiguration.class))
				.withInitializer(new YamlInitializer(block.split("```")[0]))
				.run((context) -> assertThat(context.getBean(ConfiguredRoutes.class).get().routes()).isNotEmpty());
		}
	}

}
