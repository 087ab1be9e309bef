package dev.semaphore.sample.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users are brought is named with its license.
 */
@Tag("any-jdk")
class ThirdPartyTests {

	@ParameterizedTest
	@ValueSource(strings = { "semaphore-core", "semaphore-spring-boot-starter" })
	void everyDependencyThatIsHandedOnIsNamed(String module) throws Exception {
		String page = Files.readString(Page.ROOT.resolve("docs/third-party.md"));
		List<String> brought = brought(Page.ROOT.resolve(module).resolve("pom.xml"));
		assertThat(brought).isNotEmpty().allSatisfy((dependency) -> {
			if (!dependency.startsWith("dev.semaphore:")) {
				assertThat(page).contains("| `" + dependency + "`").contains("`" + module + "`");
			}
		});
	}

	private static List<String> brought(Path pom) throws Exception {
		Element project = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(pom.toFile())
			.getDocumentElement();
		List<String> brought = new ArrayList<>();
		NodeList dependencies = project.getElementsByTagName("dependency");
		for (int i = 0; i < dependencies.getLength(); i++) {
			Element dependency = (Element) dependencies.item(i);
			if (!text(dependency, "optional").equals("true") && !text(dependency, "scope").equals("test")) {
				brought.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
			}
		}
		return brought;
	}

	private static String text(Element dependency, String name) {
		NodeList found = dependency.getElementsByTagName(name);
		return (found.getLength() != 0) ? found.item(0).getTextContent() : "";
	}

}
