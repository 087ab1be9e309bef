package dev.semaphore.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The arrows between the packages point one way.
 */
@Tag("any-jdk")
class ArchitectureTests {

	private static final String BASE = "dev.semaphore.spring";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(BASE);

	@ParameterizedTest(name = "{0} may use {1}")
	@CsvSource(nullValues = "nothing",
			value = { "annotation, nothing", "aop, annotation", "web.., nothing", "client.., nothing",
					"datasource.., nothing", "actuate.., nothing", "metrics.., nothing", "watch.., nothing",
					"event.., nothing", "observation.., nothing", "store.., nothing", "test, nothing" })
	void packageUsesOnlyTheCoreAndWhatItMay(String name, String allowed) {
		String[] permitted = (allowed != null) ? new String[] { BASE, BASE + "." + name, BASE + "." + allowed }
				: new String[] { BASE, BASE + "." + name };
		classes().that()
			.resideInAPackage(BASE + "." + name)
			.should()
			.onlyDependOnClassesThat(resideOutsideOfPackage(BASE + "..").or(resideInAnyPackage(permitted)))
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void whatAllShareUsesNoneOfThem() {
		classes().that()
			.resideInAPackage(BASE)
			.should()
			.onlyDependOnClassesThat(resideOutsideOfPackage(BASE + "..").or(resideInAnyPackage(BASE)))
			.check(CLASSES);
	}

	@Test
	void nobodyUsesTheAutoConfiguration() {
		noClasses().that()
			.resideOutsideOfPackage(BASE + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(BASE + ".autoconfigure..")
			.check(CLASSES);
	}

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void nothingIsSynchronized() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
			List<Path> offenders = sources.filter((source) -> source.toString().endsWith(".java"))
				.filter(ArchitectureTests::isSynchronized)
				.toList();
			assertThat(offenders).as("pins virtual threads before JDK 24; use a ReentrantLock").isEmpty();
		}
	}

	private static boolean isSynchronized(Path source) {
		try (Stream<String> lines = Files.lines(source)) {
			return lines.map(String::strip)
				.filter((line) -> !line.startsWith("*") && !line.startsWith("//"))
				.anyMatch((line) -> line.matches(".*\\bsynchronized\\b.*"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
