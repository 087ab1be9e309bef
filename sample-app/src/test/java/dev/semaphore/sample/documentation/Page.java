package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of documentation, taken apart.
 *
 * @param file where it is
 * @param prose its lines, those of code blocks and comments left empty
 * @param snippets its code blocks that can be checked
 */
record Page(Path file, List<String> prose, List<Snippet> snippets) {

	/** The folder of the project. */
	static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..").normalize();

	private static final Pattern FENCE = Pattern.compile("( *)```(\\w*).*");

	private static final Pattern HEADING = Pattern.compile("#+ +(.+)");

	/**
	 * The pages of the project.
	 * @return {@code README.md}, and whatever stands in {@code docs/} and
	 * {@code .github/}
	 */
	static List<Path> files() {
		return Stream.of("README.md", "docs", ".github").map(ROOT::resolve).flatMap(Page::within).toList();
	}

	private static Stream<Path> within(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Page read(Path file) {
		try {
			return new Reader(file, Files.readAllLines(file)).read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The anchors of the headings, as GitHub makes them.
	 * @return the anchors
	 */
	Set<String> anchors() {
		return this.prose.stream()
			.map(HEADING::matcher)
			.filter(Matcher::matches)
			.map((heading) -> heading.group(1).toLowerCase().replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
			.collect(Collectors.toSet());
	}

	private static final class Reader {

		private final Path file;

		private final List<String> lines;

		private final List<String> prose = new ArrayList<>();

		private final List<Snippet> snippets = new ArrayList<>();

		private final StringBuilder given = new StringBuilder();

		private String fails = "";

		private boolean otherYaml;

		private int next;

		Reader(Path file, List<String> lines) {
			this.file = file;
			this.lines = lines;
		}

		Page read() {
			while (this.next < this.lines.size()) {
				String line = this.lines.get(this.next++);
				Matcher fence = FENCE.matcher(line);
				boolean text = false;
				if (fence.matches()) {
					code(fence.group(1).length(), fence.group(2));
				}
				else if (line.startsWith("<!--")) {
					comment(line);
				}
				else {
					text = true;
				}
				this.prose.add(text ? line : "");
			}
			return new Page(this.file, this.prose, this.snippets);
		}

		private void code(int indent, String language) {
			int line = this.next + 1;
			StringBuilder code = new StringBuilder();
			while (!FENCE.matcher(this.lines.get(this.next)).matches()) {
				String text = this.lines.get(this.next++);
				code.append(text.substring(Math.min(indent, text.length()))).append('\n');
			}
			this.next++;
			String at = this.file.getFileName() + ":" + line;
			switch (language) {
				case "java" -> this.snippets.add(new JavaSnippet(at, line, code.toString(), this.given.toString()));
				case "yaml" ->
					this.snippets.add(new YamlSnippet(at, line, code.toString(), this.fails, this.otherYaml));
				case "json" -> this.snippets.add(new JsonSnippet(at, line, code.toString()));
				case "bash" -> this.snippets.add(new BashSnippet(at, line, code.toString()));
				case "sql" -> this.snippets.add(new SqlSnippet(at, line, code.toString()));
				case "xml" -> this.snippets.add(new DependencySnippet(at, line, code.toString()));
				case "", "kotlin" -> {
				}
				default -> throw new IllegalStateException("Nothing checks the " + language + " at " + at);
			}
			this.fails = "";
			this.otherYaml = false;
		}

		private void comment(String first) {
			StringBuilder text = new StringBuilder(first.substring("<!--".length()));
			while (text.indexOf("-->") < 0) {
				text.append('\n').append(this.lines.get(this.next++));
			}
			String comment = text.substring(0, text.indexOf("-->")).strip();
			if (comment.startsWith("given")) {
				this.given.append(comment.substring("given".length())).append('\n');
			}
			else if (comment.startsWith("fails")) {
				this.fails = comment.substring("fails".length()).strip();
			}
			else if (comment.equals("other yaml")) {
				this.otherYaml = true;
			}
		}

	}

}
