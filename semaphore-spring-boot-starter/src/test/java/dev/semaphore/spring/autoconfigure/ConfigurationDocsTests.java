package dev.semaphore.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationDocsTests {

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	@Test
	void pageSaysWhatTheMetadataSays() throws IOException {
		String page = new ConfigurationDocs(ConfigurationMetadata.load()).write();
		if (Boolean.getBoolean("update-docs")) {
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).as("%s is stale; its first lines say how it is made", PAGE).content().isEqualTo(page);
	}

	@Test
	void exampleOnThePageIsBound() throws IOException {
		String yaml = Files.readString(PAGE).split("```yaml\n")[1].split("```")[0];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
			.withInitializer(new YamlInitializer(yaml))
			.run((context) -> assertThat(context.getBean(SemaphoreRegistry.class).names()).containsExactly("batches",
					"exports.pdf", "reports"));
	}

}
