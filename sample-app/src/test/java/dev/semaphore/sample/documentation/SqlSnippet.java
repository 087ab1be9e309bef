package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of the starter's store in PostgreSQL.
 *
 * @param at page and line, for people to read
 * @param line the line of the page where it begins
 * @param code the statements
 */
record SqlSnippet(String at, int line, String code) implements Snippet {

	private static final ClassPathResource SCRIPT = new ClassPathResource(
			"dev/semaphore/spring/store/jdbc/schema-postgresql.sql");

	@Override
	public String language() {
		return "sql";
	}

	@Override
	public void check() {
		try {
			assertThat(this.code).as("SQL at " + this.at).isEqualTo(SCRIPT.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
