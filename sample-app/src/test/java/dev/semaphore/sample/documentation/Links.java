package dev.semaphore.sample.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The links of a page to files of the repository and to headings.
 */
final class Links {

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]*))?\\)");

	private Links() {
	}

	static void check(Page page) {
		List<String> broken = page.prose()
			.stream()
			.flatMap((line) -> LINK.matcher(line).results())
			.filter((link) -> !link.group(1).contains(":"))
			.filter((link) -> !leadsSomewhere(page, link))
			.map(MatchResult::group)
			.toList();
		assertThat(broken).as("links of " + page.file() + " that lead nowhere").isEmpty();
	}

	private static boolean leadsSomewhere(Page page, MatchResult link) {
		Path target = link.group(1).isEmpty() ? page.file() : page.file().resolveSibling(link.group(1));
		if (!Files.exists(target)) {
			return false;
		}
		return link.group(2) == null || Page.read(target).anchors().contains(link.group(2));
	}

}
