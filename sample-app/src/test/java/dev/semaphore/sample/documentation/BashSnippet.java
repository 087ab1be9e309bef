package dev.semaphore.sample.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Commands that are shown. Those that ask a running application are run by
 * {@code TwoInstancesTests}, all those of {@code platforms.md} by
 * {@code .ci/ahead-of-time}. Those that start the sample would start a container: their
 * arguments are looked at here.
 *
 * @param at page and line, for people to read
 * @param line the line of the page where it begins
 * @param code the commands, one a line unless a line ends with a backslash
 */
public record BashSnippet(String at, int line, String code) implements Snippet {

	private static final Path SETTINGS = Page.ROOT.resolve("sample-app/src/main/resources/application.yml");

	private static final Pattern PROFILE = Pattern.compile(" -Dspring-boot\\.run\\.profiles=(\\S+)");

	private static final Pattern ARGUMENT = Pattern.compile(" -Dspring-boot\\.run\\.arguments=--([^=]+)=\\S+");

	private static final Pattern FILE = Pattern.compile(" (?:-f|-pl) (\\S+)");

	/**
	 * All commands on the pages that begin so.
	 * @param program the program that is called
	 * @return its calls
	 */
	public static Stream<String> callsOf(String program) {
		return Page.files()
			.stream()
			.flatMap((file) -> Page.read(file).snippets().stream())
			.filter(BashSnippet.class::isInstance)
			.flatMap((snippet) -> ((BashSnippet) snippet).commands())
			.filter((command) -> command.startsWith(program + " "));
	}

	@Override
	public String language() {
		return "bash";
	}

	@Override
	public void check() {
		commands().forEach(this::check);
	}

	private void check(String command) {
		if (command.startsWith("mvn -pl sample-app -am spring-boot:run ")) {
			assertThat(all(PROFILE, command)).isNotEmpty()
				.allSatisfy((profile) -> assertThat(SETTINGS).content().contains("on-profile: " + profile + "\n"));
			assertThat(all(ARGUMENT, command)).allMatch(KnownProperties::has);
			assertThat(command.replaceAll(PROFILE + "|" + ARGUMENT, "")).doesNotContain(" -D");
		}
		else if (!command.startsWith("docker compose -f ") && !command.startsWith("curl ")
				&& !this.at.startsWith("platforms.md:")) {
			fail("Nothing runs what is shown at " + this.at + ": " + command);
		}
		assertThat(all(FILE, command)).allSatisfy((file) -> assertThat(Page.ROOT.resolve(file)).exists());
	}

	private Stream<String> commands() {
		return this.code.replaceAll("\\\\\n\\s*", "").lines().map((line) -> line.replaceFirst("\\s+# .*", ""));
	}

	private static List<String> all(Pattern pattern, String command) {
		return pattern.matcher(command).results().map((found) -> found.group(1)).toList();
	}

}
