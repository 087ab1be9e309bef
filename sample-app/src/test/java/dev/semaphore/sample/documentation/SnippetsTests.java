package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * That what is wrong in the documentation is found.
 */
class SnippetsTests {

	@TempDir
	Path folder;

	@Test
	void typesMembersAndStatementsCompile() throws IOException {
		accepts("""
				<!-- given
				import java.net.URI;
				CountingSemaphore semaphore;
				record Report(URI uri) { }
				-->

				```java
				import java.net.http.HttpClient;

				public class Reports {
					private HttpClient client = HttpClient.newHttpClient();
				}
				```

				```java
				Report report() {
					return new Report(URI.create("/"));
				}
				```

				```java
				try (Permit permit = semaphore.acquire()) {
					permit.forget();
				}
				```
				""");
	}

	@Test
	void javaThatDoesNotCompileIsFoundWithItsLineOnThePage() throws IOException {
		refuses("""
				Words.

				```java
				Duration one = Duration.ofSeconds(1);
				Duration other = "1s";
				```
				""", "line 5: incompatible types");
	}

	@Test
	void aPropertyThatTheStarterDoesNotKnowIsFound() throws IOException {
		refuses("""
				```yaml
				semaphore:
				  instances:
				    reports:
				      permits: 4
				      max-que: 5
				```
				""", "semaphore.instances.reports.max-que");
	}

	@Test
	void aPropertyThatBootDoesNotKnowIsFound() throws IOException {
		refuses("""
				```yaml
				management:
				  endpoints:
				    web:
				      exposures: health
				```
				""", "management.endpoints.web.exposures");
	}

	@Test
	void yamlThatIsSaidToFailMustFailAsItIsSaid() throws IOException {
		String tooFew = """
				```yaml
				semaphore:
				  instances:
				    reports:
				      permits: -1
				```
				""";
		accepts("<!-- fails semaphore.instances.reports.permits -->\n" + tooFew);
		refuses("<!-- fails reports.colour -->\n" + tooFew, "reports.colour");
		refuses("<!-- fails reports.permits -->\n" + tooFew.replace("-1", "1"), "start with the YAML");
	}

	@Test
	void yamlOfOthersIsOnlyRead() throws IOException {
		accepts("<!-- other yaml -->\n```yaml\nspring: {no: application.yml}\n```\n");
	}

	@Test
	void aCommandThatNothingRunsIsFound() throws IOException {
		String start = "mvn -pl sample-app -am spring-boot:run -Dspring-boot.run.profiles=redis";
		accepts("```bash\n" + start + "  # and see\n```\n");
		refuses("```bash\n" + start + "\nwget http://localhost:8080/\n```\n", "page.md:2: wget");
		refuses("```bash\n" + start + "s\n```\n", "on-profile: rediss");
		refuses("```bash\n" + start + " -Dspring-boot.run.arguments=--server.prot=1\n```\n", "server.prot");
		refuses("```bash\ndocker compose -f sample-app/composer.yaml down\n```\n", "composer.yaml");
	}

	@Test
	void dependenciesOnWhatIsNotThereAreFound() throws IOException {
		String dependency = """
				```xml
				<dependency>
					<groupId>dev.semaphore</groupId>
					<artifactId>semaphore-core</artifactId>
					<version>0.0.7</version>
				</dependency>
				```
				""";
		refuses(dependency, "<version>0.0.7<");
		refuses(dependency.replace("core", "cores"), "semaphore-cores");
	}

	@Test
	void tablesThatAreNotTheScriptsAreFound() throws IOException {
		refuses("```sql\nCREATE TABLE SEMAPHORES;\n```\n", "CREATE TABLE SEMAPHORES");
	}

	@Test
	void aLanguageThatNothingChecksIsFound() {
		assertThatIllegalStateException().isThrownBy(() -> page("```ruby\nputs 1\n```\n"))
			.withMessageContaining("ruby");
	}

	@Test
	void linksThatLeadNowhereAreFound() throws IOException {
		accepts("# One heading, `Coded`\n[here](#one-heading-coded) [there](https://example.org) [page](page.md)\n");
		refuses("[here](#one-heading)\n", "(#one-heading)");
		refuses("[there](other.md)\n", "(other.md)");
	}

	private void accepts(String text) throws IOException {
		Page page = page(text);
		assertThatNoException().isThrownBy(() -> check(page));
	}

	private void refuses(String text, String message) throws IOException {
		Page page = page(text);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> check(page)).withMessageContaining(message);
	}

	private Page page(String text) throws IOException {
		return Page.read(Files.writeString(this.folder.resolve("page.md"), text));
	}

	private static void check(Page page) {
		Links.check(page);
		page.snippets().forEach(Snippet::check);
		assertThat(page.prose()).isNotEmpty();
	}

}
