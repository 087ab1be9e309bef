package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cookbook shows the code that its tests run.
 */
class CookbookTests {

	private static final Path BASE = Path.of(System.getProperty("basedir", "."));

	@Test
	void recipesAreShownAsTheyAreTested() throws IOException {
		String page = withoutIndent(BASE.resolve("../docs/cookbook.md"));
		try (Stream<Path> files = Files.list(BASE.resolve("src/test/java/dev/semaphore/cookbook"))) {
			List<Path> recipes = files.filter((file) -> !file.toString().endsWith("Tests.java")).toList();
			assertThat(recipes).isNotEmpty();
			assertThat(recipes).allSatisfy((recipe) -> assertThat(page).contains(type(withoutIndent(recipe))));
		}
	}

	private static String type(String source) {
		return source.substring(source.lastIndexOf("\nimport ") + 1).replaceFirst("import [^\n]+\n", "").strip();
	}

	private static String withoutIndent(Path file) {
		try {
			return Files.readString(file).replaceAll("\\n\\s+", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
