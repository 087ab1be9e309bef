package dev.semaphore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks in several rounds of one short fork each, so that a noisy minute of the
 * machine spoils a little of everything instead of all of one, and ends in a table of
 * ratios. System properties: {@code bench.rounds}, {@code bench.only} (a regular
 * expression of the benchmarks' names), {@code bench.document} (where to keep the
 * tables).
 */
public final class BenchmarkReport {

	private static final Path LOGS = Path.of("target", "benchmarks");

	private final String title;

	private final List<String> benchmarks;

	private final List<Comparison> comparisons;

	BenchmarkReport(String title, List<String> benchmarks, List<Comparison> comparisons) {
		this.title = title;
		this.benchmarks = benchmarks;
		this.comparisons = comparisons;
	}

	void run() throws RunnerException, IOException {
		Measurements measurements = new Measurements();
		int rounds = Integer.getInteger("bench.rounds", 3);
		for (int round = 1; round <= rounds; round++) {
			for (String benchmark : chosen()) {
				System.out.printf("round %d of %d: %s%n", round, rounds, benchmark);
				measurements.add(new Runner(options(benchmark, round)).run());
			}
		}
		String report = comparisons(measurements) + "\n" + new FigureTable(measurements);
		System.out.println("\n" + report);
		String document = System.getProperty("bench.document", "");
		if (!document.isEmpty()) {
			String section = "%s, JDK %d".formatted(this.title, Runtime.version().feature());
			new Document(Path.of(document)).replace(section, machine(rounds) + "\n\n" + report);
		}
	}

	private List<String> chosen() {
		Predicate<String> only = Pattern.compile(System.getProperty("bench.only", "")).asPredicate();
		return this.benchmarks.stream().filter(only).toList();
	}

	private Options options(String benchmark, int round) throws IOException {
		Files.createDirectories(LOGS);
		return new OptionsBuilder().include("\\." + benchmark + "\\.")
			.addProfiler(GCProfiler.class)
			.addProfiler(MachineProfiler.class)
			.jvmArgsAppend("-XX:+UseParallelGC", "-Xms1g", "-Xmx4g")
			.timeout(TimeValue.minutes(5))
			.output(LOGS.resolve(benchmark + "-" + round + ".log").toString())
			.build();
	}

	private String comparisons(Measurements measurements) {
		return Comparison.HEADER + "\n"
				+ this.comparisons.stream().map((comparison) -> comparison.line(measurements)).collect(Collectors.joining());
	}

	private static String machine(int rounds) {
		return "%s, %s %s on %s, %d processors; %d rounds.".formatted(LocalDate.now(),
				System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
				System.getProperty("os.name"), Runtime.getRuntime().availableProcessors(), rounds);
	}

}
