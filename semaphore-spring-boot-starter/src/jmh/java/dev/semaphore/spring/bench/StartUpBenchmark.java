package dev.semaphore.spring.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

	private static final String WITH = "with the starter and 20 semaphores";

	private static final String WITHOUT = "with neither";

	private static final String SPRING = "with Spring's own and 20 limits";

	private static final String PEER = "with Resilience4j and 20 bulkheads";

	/** What the application of the measurement has no use for. */
	private static final Pattern UNUSED = Pattern.compile(
			"jdbc|hikari|HikariCP|redis|lettuce|jedis|postgres|/h2/|webflux|spring-security|kotlin|reactor|rxjava|mutiny|jetty"
					+ "|archunit|mockito|testcontainers|spring-boot-test|spring-boot-.*-test|jmh");

	private static final Pattern OURS = Pattern
		.compile("semaphore-(core|spring-boot-starter)/target/classes|semaphore-(core|spring-boot-starter)-[^/]*jar|" + PackedClasses.PREFIX);

	private static final Pattern PEERS = Pattern.compile("/resilience4j-[^/]*jar");

	private static final Pattern TAKEN = Pattern.compile("took (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) end");

	private static final List<Figure> FIGURES = List.of(new Figure("start", "ms", 100),
			new Figure("CPU time until then", "ms of CPU", Double.NaN), new Figure("beans", "beans", Double.NaN),
			new Figure("heap after collection", "MB", 2),
			new Figure("the same without what is softly referenced", "MB of it", Double.NaN));

	private final List<String> classPath;

	StartUpBenchmark() {
		this.classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !UNUSED.matcher(entry).find() || OURS.matcher(entry).find())
			.map(Path::of)
			.map((entry) -> OURS.matcher(entry.toString()).find() ? PackedClasses.jar(entry) : entry)
			.map(Path::toString)
			.toList();
	}

	void run() throws IOException, InterruptedException {
		Measurements measurements = new Measurements();
		for (int start = 0; start < BenchmarkSettings.rounds() * STARTS_PER_ROUND; start++) {
			measurements.add(WITHOUT, start((entry) -> !has(OURS, entry) && !has(PEERS, entry)));
			measurements.add(SPRING,
					start((entry) -> !has(OURS, entry) && !has(PEERS, entry), "--" + StartedApplication.BY_SPRING));
			measurements.add(WITH, start((entry) -> !has(PEERS, entry)));
			measurements.add(PEER, start((entry) -> !has(OURS, entry)));
		}
		Document.publish("start-up", table(measurements));
	}

	private static boolean has(Pattern jars, String entry) {
		return jars.matcher(entry).find();
	}

	private Map<String, Double> start(Predicate<String> wanted, String... properties)
			throws IOException, InterruptedException {
		String classPath = this.classPath.stream().filter(wanted).collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
						"-XX:MarkSweepAlwaysCompactCount=1", "-cp", classPath, StartedApplication.class.getName(), "--server.port=0",
						"--server.address=127.0.0.1", "--logging.level.root=error", "--spring.main.banner-mode=off",
						"--management.endpoints.web.exposure.include=*", "--spring.main.web-application-type=servlet"));
		command.addAll(List.of(properties));
		for (int i = 0; i < StartedApplication.SEMAPHORES; i++) {
			command.add("--semaphore.instances.work" + i + ".permits=4");
			command.add("--resilience4j.bulkhead.instances.work" + i + ".max-concurrent-calls=4");
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		Matcher taken = TAKEN.matcher(output);
		if (!taken.find()) {
			throw new IllegalStateException("The application did not start: " + output);
		}
		return Map.of("ms", Double.valueOf(taken.group(1)), "ms of CPU", Double.valueOf(taken.group(2)), "beans",
				Double.valueOf(taken.group(3)), "MB", Double.valueOf(taken.group(4)) / 1e6, "MB of it",
				Double.valueOf(taken.group(5)) / 1e6);
	}

	private static String table(Measurements measurements) {
		return FIGURES.stream()
			.map((figure) -> figure.row(Stream.of(WITHOUT, SPRING, PEER, WITH)
				.map((kind) -> measurements.median(kind, figure.unit).orElseThrow())
				.toList()))
			.collect(Collectors.joining("", "| | " + WITHOUT + " | " + SPRING + " | more | " + PEER + " | more | " + WITH
					+ " | more | to reach | |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n", ""));
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
