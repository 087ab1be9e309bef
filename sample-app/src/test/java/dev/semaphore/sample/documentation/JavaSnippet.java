package dev.semaphore.sample.documentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Java that is shown: whole types, members of a class, or statements, whichever compiles.
 *
 * @param at page and line, for people to read
 * @param line the line of the page where it begins
 * @param code the Java
 * @param given what it may use, not shown: imports, and members of a class
 */
record JavaSnippet(String at, int line, String code, String given) implements Snippet {

	private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import [^;]+;|^\\s*package [^;]+;");

	private static final String USUAL_IMPORTS = Stream
		.of("java.time", "java.util", "java.util.concurrent", "java.util.stream", "dev.semaphore",
				"dev.semaphore.spring.annotation", "dev.semaphore.spring.test",
				"org.springframework.beans.factory.annotation", "org.springframework.boot",
				"org.springframework.boot.autoconfigure", "org.springframework.context.annotation",
				"org.springframework.stereotype", "org.springframework.transaction.annotation",
				"org.springframework.web.bind.annotation")
		.map((name) -> "import " + name + ".*; ")
		.collect(Collectors.joining("", "", "import org.springframework.context.event.EventListener; "));

	@Override
	public String language() {
		return "java";
	}

	@Override
	public void check() {
		List<List<String>> mistakes = new ArrayList<>();
		for (String source : List.of(source("", ""), source("abstract class Snippet extends Given {", "}"),
				source("abstract class Snippet extends Given { void snippet() throws Exception {", "}}"))) {
			mistakes.add(InMemoryCompiler.compile(source, givenSource(), this.line));
			if (mistakes.get(mistakes.size() - 1).isEmpty()) {
				PastedSnippets.add(this.at, source, givenSource());
				return;
			}
		}
		assertThat(mistakes.stream().min(Comparator.comparing(List::size)).orElseThrow())
			.as("what is wrong with the Java at " + this.at + ":\n" + this.code)
			.isEmpty();
	}

	// All that is put before the code stands on one line, so that the compiler's lines
	// are
	// the page's.
	private String source(String before, String after) {
		return "package snippet; " + USUAL_IMPORTS + imports(this.given) + imports(this.code)
				+ "import snippet.Given.*; " + before + "\n" + withoutImports(this.code) + "\n" + after;
	}

	private String givenSource() {
		return "package snippet; " + USUAL_IMPORTS + imports(this.given) + "abstract class Given {\n"
				+ withoutImports(this.given) + "\n}";
	}

	private static String imports(String code) {
		return IMPORT.matcher(code)
			.results()
			.map((found) -> found.group().strip())
			.filter((line) -> line.startsWith("import"))
			.collect(Collectors.joining(" ")) + " ";
	}

	private static String withoutImports(String code) {
		return IMPORT.matcher(code)
			.replaceAll((found) -> Matcher.quoteReplacement(found.group().replaceAll("[^\n]", "")));
	}

}
