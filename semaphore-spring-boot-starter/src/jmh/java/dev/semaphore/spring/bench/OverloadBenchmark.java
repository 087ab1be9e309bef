package dev.semaphore.spring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.semaphore.bench.BenchmarkSettings;
import dev.semaphore.bench.Comparison;
import dev.semaphore.bench.Document;
import dev.semaphore.bench.Measurements;
import dev.semaphore.bench.VirtualThreads;

import static dev.semaphore.bench.Comparison.atLeast;
import static dev.semaphore.bench.Comparison.atMost;

/**
 * An endpoint whose work slows down when more than 8 run at once, offered half, once,
 * twice and four times what it can do by callers who do not wait for each other and go
 * after a second.
 */
final class OverloadBenchmark {

	private static final int CAPACITY = 8;

	private static final List<Limit> LIMITS = List.of(Limit.NONE, Limit.CONCURRENCY_LIMIT, Limit.BULKHEAD,
			Limit.PERMITS_FIFO, Limit.PERMITS_LIFO);

	private static final Duration HOLD = Duration.ofMillis(20);

	private static final Duration MAX_WAIT = Duration.ofMillis(500);

	private static final int MAX_QUEUE = 100;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	private static final Duration DURATION = Duration.ofSeconds(10);

	private static final int PER_SECOND = (int) (CAPACITY * 1000 / HOLD.toMillis());

	private static final String RATE = "in time/s";

	private static final String P99 = "ms (p99)";

	private static final List<Double> LOADS = List.of(0.5, 1.0, 2.0, 4.0);

	void run() throws IOException, InterruptedException {
		StringBuilder table = new StringBuilder("""
				| offered | | answered in time /s | p50 ms | p99 ms | refused /s | too late /s |
				|---|---|--:|--:|--:|--:|--:|
				""");
		Map<Limit, List<Answers>> all = new EnumMap<>(Limit.class);
		try (ServerProcesses servers = ServerProcesses.start(LIMITS,
				"--bench.hold=" + HOLD.toMillis() + "ms", "--bench.capacity=" + CAPACITY, "--bench.permits=" + CAPACITY,
				"--bench.max-wait=" + MAX_WAIT.toMillis() + "ms", "--bench.max-queue=" + MAX_QUEUE)) {
			for (Limit limit : LIMITS) {
				System.out.println("warming up: " + limit);
				callers(servers.get(limit)).run(PER_SECOND, WARM_UP);
			}
			for (double load : LOADS) {
				for (Limit limit : LIMITS) {
					System.out.printf("%s times the capacity: %s%n", load, limit);
					OpenLoop callers = callers(servers.get(limit));
					callers.awaitCalm(HOLD.multipliedBy(2));
					Answers answers = callers.run((int) (load * PER_SECOND), DURATION);
					all.computeIfAbsent(limit, (key) -> new ArrayList<>()).add(answers);
					table.append(line(load, limit, answers));
				}
			}
		}
		Document.publish("overload", comparisons(all) + "\n" + table);
		Optional<Path> page = BenchmarkSettings.document();
		if (page.isPresent()) {
			Files.writeString(page.get().resolveSibling("overload.svg"), chart(all));
		}
	}

	private static OpenLoop callers(ServerProcess server) {
		return new OpenLoop(server.uri(), PATIENCE, VirtualThreads.starter());
	}

	/* What was promised of four times the load, the last of those that were offered. */
	private static String comparisons(Map<Limit, List<Answers>> all) {
		String bestRate = "best rate of all";
		String longest = "max-wait and hold time";
		Measurements measurements = new Measurements();
		double best = all.values().stream().flatMap(List::stream).mapToDouble(Answers::inTimePerSecond).max().orElse(0);
		measurements.add(bestRate, Map.of(RATE, best));
		measurements.add(longest, Map.of(P99, (double) MAX_WAIT.plus(HOLD).toMillis()));
		List<Comparison> lines = new ArrayList<>();
		for (Limit limit : List.of(Limit.PERMITS_FIFO, Limit.PERMITS_LIFO)) {
			Answers last = all.get(limit).get(LOADS.size() - 1);
			measurements.add(limit.label, Map.of(RATE, last.inTimePerSecond(), P99, last.percentileMillis(99)));
			lines.add(atLeast(0.9, limit.label + ", 4 ×: rate, against the best of all", RATE, limit.label, bestRate));
			lines.add(atMost(1, limit.label + ", 4 ×: 99th percentile, against `max-wait` and hold time", P99,
					limit.label, longest));
		}
		return Comparison.table(lines, measurements);
	}

	private static String line(double load, Limit limit, Answers answers) {
		return "| %s × | %s | %s | %s | %s | %s | %s |%n".formatted(load, limit.label,
				Comparison.number(answers.inTimePerSecond()), millis(answers, 50), millis(answers, 99),
				Comparison.number(answers.refusedPerSecond()), Comparison.number(answers.tooLatePerSecond()));
	}

	private static String millis(Answers answers, int percent) {
		double millis = answers.percentileMillis(percent);
		return Double.isNaN(millis) ? "–" : Comparison.number(millis);
	}

	private static String chart(Map<Limit, List<Answers>> all) {
		Chart rates = new Chart("answered in time, per second", LOADS);
		Chart latencies = new Chart("99th percentile of these, milliseconds", LOADS);
		all.forEach((limit, answers) -> {
			String label = limit.label.replace("`", "");
			rates.add(label, answers.stream().map(Answers::inTimePerSecond).toList());
			latencies.add(label, answers.stream().map((answer) -> answer.percentileMillis(99)).toList());
		});
		return Chart.sideBySide(rates, latencies);
	}

}
