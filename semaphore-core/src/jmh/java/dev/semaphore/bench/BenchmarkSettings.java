package dev.semaphore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the command line says: system properties {@code bench.rounds}, {@code bench.only}
 * (a regular expression of titles of parts and names of benchmarks) and
 * {@code bench.document} (a page with places for the tables).
 */
public final class BenchmarkSettings {

	private BenchmarkSettings() {
	}

	/**
	 * How often everything is measured.
	 * @return 1 or more
	 */
	public static int rounds() {
		return Integer.getInteger("bench.rounds", 3);
	}

	/**
	 * Whether a part or a benchmark is to run.
	 * @param name its title or name
	 * @return whether {@code bench.only} matches it, or chooses nothing
	 */
	public static boolean chooses(String name) {
		String only = System.getProperty("bench.only", "");
		return only.isEmpty() || Pattern.matches(only, name);
	}

	/**
	 * The page with places for the tables.
	 * @return the page, or empty if they are only to be printed
	 */
	public static Optional<Path> document() {
		return Optional.of(System.getProperty("bench.document", "")).filter((page) -> !page.isEmpty()).map(Path::of);
	}

	/**
	 * When and on what this runs, and how it was started.
	 */
	static String circumstances(String title) throws IOException {
		Runtime runtime = Runtime.getRuntime();
		return "%s, `-Dbench.only=%s -Dbench.rounds=%d`, %s %s, %s %s, %d processors%s.".formatted(LocalDate.now(),
				title, rounds(), System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
				System.getProperty("os.name"), System.getProperty("os.arch"), runtime.availableProcessors(),
				processor());
	}

	private static String processor() throws IOException {
		Path file = Path.of("/proc/cpuinfo");
		if (!Files.isReadable(file)) {
			return "";
		}
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> " (" + line.substring(line.indexOf(':') + 1).trim() + ")")
				.findFirst()
				.orElse("");
		}
	}

}
