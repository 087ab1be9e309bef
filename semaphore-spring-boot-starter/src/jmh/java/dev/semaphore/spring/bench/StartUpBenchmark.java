package dev.semaphore.spring.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

	private static final int STARTS_PER_ROUND = 20;

	/** What the application of the measurement has no use for. */
	private static final Pattern UNUSED = Pattern.compile(
			"jdbc|hikari|HikariCP|redis|lettuce|jedis|postgres|/h2/|webflux|spring-security|kotlin|reactor|rxjava|mutiny|jetty"
					+ "|archunit|mockito|testcontainers|spring-boot-test|spring-boot-.*-test|jmh");

	/** Tells our classes from those of others when both are in jars. */
	private static final String PACKED = "semaphore-packed-";

	/** Begins the names of differences. */
	private static final String MORE = "more ";

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

	/**
	 * Each start is compared with the one without of the same turn, as the machine may be
	 * slower a minute later. Every other turn is in reverse, so that none is always first.
	 */
	void run() throws IOException, InterruptedException {
		Measurements measurements = new Measurements();
		List<StartVariant> reverse = new ArrayList<>(this.variants);
		Collections.reverse(reverse);
		for (int turn = 0; turn < BenchmarkSettings.rounds() * STARTS_PER_ROUND; turn++) {
			Map<String, Map<String, Double>> figures = new HashMap<>();
			for (StartVariant variant : (turn % 2 == 0) ? this.variants : reverse) {
				figures.put(variant.name(), variant.start());
			}
			Map<String, Double> without = figures.get(this.variants.get(0).name());
			figures.forEach((name, taken) -> {
				measurements.add(name, taken);
				measurements.add(MORE + name, more(taken, without));
			});
		}
		Document.publish("start-up", table(measurements));
	}

	private static Map<String, Double> more(Map<String, Double> taken, Map<String, Double> without) {
		return taken.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> entry.getValue() - without.get(entry.getKey())));
	}

	private String table(Measurements measurements) {
		String heading = this.variants.get(0).name() + " | " + this.variants.stream()
			.skip(1)
			.map(StartVariant::name)
			.collect(Collectors.joining(" | more | "));
		return FIGURES.stream()
			.map((figure) -> row(figure, measurements))
			.collect(Collectors.joining("",
					"| | " + heading + " | more | to reach | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n", ""));
	}

	/** Without; then each of the others, and what it takes more. The starter is the last. */
	private String row(Figure figure, Measurements measurements) {
		List<String> cells = new ArrayList<>(List.of(figure.name));
		cells.add(figure.text(median(measurements, this.variants.get(0).name(), figure)));
		for (StartVariant variant : this.variants.subList(1, this.variants.size())) {
			cells.add(figure.text(median(measurements, variant.name(), figure)));
			cells.add(figure.text(median(measurements, MORE + variant.name(), figure)));
		}
		String starter = this.variants.get(this.variants.size() - 1).name();
		cells.add(figure.reached(median(measurements, MORE + starter, figure)));
		return "| " + String.join(" | ", cells) + " |\n";
	}

	private static double median(Measurements measurements, String name, Figure figure) {
		return measurements.median(name, figure.unit).orElseThrow();
	}

	/**
	 * What is compared.
	 *
	 * @param name for people to read
	 * @param unit what its values are named by, which begins with the unit
	 * @param target how much more it may be, or not a number
	 */
	private record Figure(String name, String unit, double target) {

		String reached(double more) {
			return Double.isNaN(this.target) ? " | "
					: "< " + text(this.target) + " | " + ((more < this.target) ? "reached" : "**missed**");
		}

		String text(double value) {
			return (Comparison.number(value) + " " + this.unit.replaceAll(" of.*|beans", "")).strip();
		}

	}

}
