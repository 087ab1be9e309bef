package dev.semaphore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One part of what is measured: runs benchmarks in several rounds of one short fork each,
 * so that a noisy minute of the machine spoils a little of everything instead of all of
 * one, and ends in a table of ratios.
 */
public final class BenchmarkReport {

	private static final Path LOGS = Path.of("target", "benchmarks");

	private final String title;

	private final List<String> benchmarks;

	private final List<Comparison> comparisons;

	/**
	 * Creates the report.
	 * @param title names its part of the document
	 * @param benchmarks simple names of the classes to run
	 * @param comparisons the lines of the table
	 */
	public BenchmarkReport(String title, List<String> benchmarks, List<Comparison> comparisons) {
		this.title = title;
		this.benchmarks = benchmarks;
		this.comparisons = comparisons;
	}

	/**
	 * Runs the benchmarks that were chosen and prints the tables. Only a whole part is
	 * written into the document.
	 * @throws RunnerException if one does not run
	 * @throws IOException if a file cannot be written
	 */
	public void run() throws RunnerException, IOException {
		boolean whole = BenchmarkSettings.chooses(this.title);
		List<String> chosen = whole ? this.benchmarks
				: this.benchmarks.stream().filter(BenchmarkSettings::chooses).toList();
		if (chosen.isEmpty()) {
			return;
		}
		Measurements measurements = new Measurements();
		for (int round = 1; round <= BenchmarkSettings.rounds(); round++) {
			for (String benchmark : chosen) {
				System.out.printf("round %d of %d: %s%n", round, BenchmarkSettings.rounds(), benchmark);
				measurements.add(new Runner(options(benchmark, round)).run());
			}
		}
		String report = Comparison.table(this.comparisons, measurements) + "\n" + new FigureTable(measurements);
		if (whole) {
			Document.publish(this.title, report);
		}
		else {
			System.out.println("\n" + report);
		}
	}

	private Options options(String benchmark, int round) throws IOException {
		Files.createDirectories(LOGS);
		return new OptionsBuilder().include("\\." + benchmark + "\\.")
			.addProfiler(GCProfiler.class)
			.addProfiler(MachineProfiler.class)
			.jvmArgsAppend("-XX:+UseParallelGC", "-XX:+AlwaysPreTouch", "-Xms1g", "-Xmx4g")
			.timeout(TimeValue.minutes(5))
			.output(LOGS.resolve(benchmark + "-" + round + ".log").toString())
			.build();
	}

}
