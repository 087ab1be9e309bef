package dev.semaphore.sample.documentation;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/*
 * What README.md, docs/ and .github/ show works. A test for each block of code:
 *
 * ```java   compiles against what this module's tests may use. It may be whole types, members of a class, or
 *           statements. Usual imports need not be written (see JavaSnippet).
 * ```yaml   is an application.yml: the starter accepts it, and Boot's metadata, or the starter's, knows each of its
 *           properties.
 * ```json   is JSON.
 * ```bash   is run by somebody (see BashSnippet).
 *
 * ```sql    is the starter's script for PostgreSQL.
 * ```xml    are dependencies, on artifacts of this project in this version.
 *
 * Kotlin is looked after by the starter's tests. Blocks that name no language are text. A link to a file of the repository, or to a heading, leads somewhere.
 *
 * Readers do not see HTML comments. These, each beginning a line, tell the tests more:
 *
 * <!-- given JAVA -->     Java that the Java blocks below it, down to the page's end, may use: imports, and members of
 *                         a class (fields, abstract methods, nested types). May span lines.
 * <!-- fails TEXT -->     The YAML block below it is wrong, and the start fails with a message that contains this text.
 * <!-- other yaml -->     The YAML block below it is no application.yml, only YAML.
 */
@Tag("any-jdk")
class DocumentationTests {

	@TestFactory
	List<DynamicNode> everyPageKeepsItsWord() {
		return Page.files().stream().map(this::page).toList();
	}

	private DynamicNode page(Path file) {
		Page page = Page.read(file);
		String name = Page.ROOT.relativize(file).toString();
		return DynamicContainer.dynamicContainer(name,
				Stream.concat(Stream.of(DynamicTest.dynamicTest("links", file.toUri(), () -> Links.check(page))),
						page.snippets()
							.stream()
							.map((snippet) -> DynamicTest.dynamicTest(snippet.language() + " at line " + snippet.line(),
									file.toUri(), snippet::check))));
	}

}
