package dev.semaphore.spring.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.semaphore.bench.BenchmarkSettings;
import dev.semaphore.bench.Comparison;
import dev.semaphore.bench.Document;
import dev.semaphore.bench.Measurements;

/**
 * What the starter with twenty semaphores adds to the start of an application, and what
 * that of Resilience4j with twenty bulkheads: the same application is started with one,
 * with the other and with neither on the class path, by turns. And with neither, but with
 * the limits that Spring itself has, which are twenty proxies and nothing else.
 */
final class StartUpBenchmark {

	private static final int STARTS_PER_ROUND = 10;

	/** What the application of the measurement has no use for. */
	private static final Pattern UNUSED = Pattern.compile(
			"jdbc|hikari|HikariCP|redis|lettuce|jedis|postgres|/h2/|webflux|spring-security|kotlin|reactor|rxjava|mutiny|jetty"
					+ "|archunit|mockito|testcontainers|spring-boot-test|spring-boot-.*-test|jmh");

	private static final String PACKED = "semaphore-packed-";

	private static final Pattern OURS = Pattern
		.compile("semaphore-(core|spring-boot-starter)(/target/classes|-[^/]*jar)|" + PACKED);

	private static final Pattern PEERS = Pattern.compile("/resilience4j-[^/]*jar");

	private static final List<Figure> FIGURES = List.of(new Figure("start", "ms", 100),
			new Figure("CPU time until then", "ms of CPU", Double.NaN),
			new Figure("start from an archive of classes", "ms of a start from an archive", 100),
			new Figure("beans", "beans", Double.NaN),
			new Figure("heap after collection", "MB", 2),
			new Figure("the same without what is softly referenced", "MB of it", Double.NaN));

	private final List<String> classPath;

	private final List<StartVariant> variants;

	StartUpBenchmark() throws IOException {
		this.classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !UNUSED.matcher(entry).find() || OURS.matcher(entry).find())
			.map(StartUpBenchmark::packed)
			.toList();
		List<String> alone = without(OURS, PEERS);
		this.variants = List.of(new StartVariant("with neither", alone),
				new StartVariant("with Spring's own and 20 limits", alone, "--" + StartedApplication.BY_SPRING),
				new StartVariant("with Resilience4j and 20 bulkheads", without(OURS)),
				new StartVariant("with the starter and 20 semaphores", without(PEERS)));
	}

	/** Archives of classes are made from jars only. */
	private static String packed(String entry) {
		String prefix = OURS.matcher(entry).find() ? PACKED : "application-";
		return PackedClasses.jar(Path.of(entry), prefix).toString();
	}

	private List<String> without(Pattern... jars) {
		return this.classPath.stream()
			.filter((entry) -> Arrays.stream(jars).noneMatch((pattern) -> pattern.matcher(entry).find()))
			.toList();
	}

	void run() throws IOException, InterruptedException {
		Measurements measurements = new Measurements();
		for (int start = 0; start < BenchmarkSettings.rounds() * STARTS_PER_ROUND; start++) {
			for (StartVariant variant : this.variants) {
				measurements.add(variant.name(), variant.start());
			}
		}
		Document.publish("start-up", table(measurements));
	}

	private String table(Measurements measurements) {
		String heading = this.variants.get(0).name() + " | " + this.variants.stream()
			.skip(1)
			.map(StartVariant::name)
			.collect(Collectors.joining(" | more | "));
		return FIGURES.stream()
			.map((figure) -> figure.row(this.variants.stream()
				.map((variant) -> measurements.median(variant.name(), figure.unit).orElseThrow())
				.toList()))
			.collect(Collectors.joining("",
					"| | " + heading + " | more | to reach | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n", ""));
	}

	/**
	 * What is compared.
	 *
	 * @param name for people to read
	 * @param unit its unit
	 * @param target how much more it may be, or not a number
	 */
	private record Figure(String name, String unit, double target) {

		/** Takes the figures without and with each, the starter's last. */
		String row(List<Double> figures) {
			double without = figures.get(0);
			String others = figures.stream()
				.skip(1)
				.map((figure) -> text(figure) + " | " + text(figure - without))
				.collect(Collectors.joining(" | "));
			return "| " + String.join(" | ", this.name, text(without), others, reached(figures.get(figures.size() - 1) - without))
					+ " |\n";
		}

		private String reached(double more) {
			return Double.isNaN(this.target) ? " | "
					: "< " + text(this.target) + " | " + ((more < this.target) ? "reached" : "**missed**");
		}

		private String text(double value) {
			return Comparison.number(value) + " " + this.unit.replaceAll(" of.*|beans", "").strip();
		}

	}

}
