package dev.semaphore.sample.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dependencies on this project, in a POM.
 *
 * @param at page and line, for people to read
 * @param line the line of the page where it begins
 * @param code the XML
 */
record DependencySnippet(String at, int line, String code) implements Snippet {

	private static final Pattern DEPENDENCY = Pattern.compile("<dependency>\\s*<groupId>dev\\.semaphore</groupId>\\s*"
			+ "<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

	@Override
	public String language() {
		return "xml";
	}

	@Override
	public void check() {
		List<MatchResult> dependencies = DEPENDENCY.matcher(this.code).results().toList();
		assertThat(dependencies).as("dependencies at " + this.at)
			.hasSize(this.code.split("<dependency>", -1).length - 1)
			.isNotEmpty()
			.allSatisfy((dependency) -> assertThat(Page.ROOT.resolve(dependency.group(1)).resolve("pom.xml")).content()
				.contains("<artifactId>semaphore-parent</artifactId>\n\t\t<version>" + dependency.group(2) + "<"));
	}

}
