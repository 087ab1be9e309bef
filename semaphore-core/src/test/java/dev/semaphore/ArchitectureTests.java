package dev.semaphore;

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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the core may use, and what it may not.
 */
@Tag("any-jdk")
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.semaphore");

	@Test
	void onlyTheJdkAndJSpecifyAreUsed() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify.annotations", "dev.semaphore..")
			.check(CLASSES);
	}

	@Test
	void storesKnowNothingOfTheSemaphoresAboveThem() {
		noClasses().that()
			.resideInAPackage("dev.semaphore.store..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.semaphore")
			.allowEmptyShould(true)
			.check(CLASSES);
	}

	@Test
	void packagesAreFreeOfCycles() {
		SlicesRuleDefinition.slices()
			.matching("dev.semaphore.(**)")
			.should()
			.beFreeOfCycles()
			.allowEmptyShould(true)
			.check(CLASSES);
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
