package dev.semaphore.spring.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.semaphore.bench.BenchmarkSettings;
import dev.semaphore.bench.Comparison;
import dev.semaphore.bench.Document;
import dev.semaphore.bench.Measurements;

import static dev.semaphore.bench.Comparison.atLeast;
import static dev.semaphore.bench.Comparison.atMost;
import static dev.semaphore.bench.Comparison.beside;

/**
 * 256 connections want an endpoint of which 64 calls may run at once, 2 ms each: Tomcat
 * on virtual threads, under {@code wrk}.
 */
final class TomcatBenchmark {

	private static final String OURS = Limit.PERMITS_FIFO.label;

	private static final String THROTTLE = Limit.CONCURRENCY_LIMIT.label;

	private static final String BULKHEAD = Limit.BULKHEAD.label;

	private static final List<Limit> LIMITS = List.of(Limit.NONE, Limit.JDK_FAIR, Limit.CONCURRENCY_LIMIT,
			Limit.BULKHEAD, Limit.PERMITS_FIFO);

	private static final int WARM_UP_SECONDS = 60;

	private static final int SECONDS = 8;

	private static final String RATE = "requests/s";

	private static final String P50 = "ms (p50)";

	private static final String P99 = "ms (p99)";

	private static final String CPU = "µs of CPU";

	private static final List<Comparison> COMPARISONS = List.of(
			atLeast(1, "requests per second, against `@ConcurrencyLimit`", RATE, OURS, THROTTLE),
			atLeast(1.15, "requests per second, against `@Bulkhead`", RATE, OURS, BULKHEAD),
			atMost(1, "99th percentile, against `@ConcurrencyLimit`", P99, OURS, THROTTLE),
			atMost(1, "99th percentile, against `@Bulkhead`", P99, OURS, BULKHEAD),
			beside("CPU per request, against no limit", CPU, OURS, Limit.NONE.label));

	private static final Pattern RATE_LINE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");

	private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

	void run() throws IOException, InterruptedException {
		Measurements measurements = new Measurements();
		try (ServerProcesses servers = ServerProcesses.start(LIMITS, "--bench.hold=2ms", "--bench.capacity=1000000",
				"--bench.permits=64", "--bench.max-wait=10s", "--bench.max-queue=1000")) {
			for (Limit limit : LIMITS) {
				System.out.println("warming up: " + limit);
				wrk(servers.get(limit), WARM_UP_SECONDS);
			}
			for (int round = 1; round <= BenchmarkSettings.rounds(); round++) {
				for (Limit limit : LIMITS) {
					System.out.printf("round %d of %d: %s%n", round, BenchmarkSettings.rounds(), limit);
					measurements.add(limit.label, measure(servers.get(limit)));
				}
			}
		}
		Document.publish("tomcat", Comparison.table(COMPARISONS, measurements) + "\n" + table(measurements));
	}

	private static Map<String, Double> measure(ServerProcess server) throws IOException, InterruptedException {
		Duration before = server.cpuTime();
		String output = wrk(server, SECONDS);
		double rate = number(RATE_LINE, output);
		if (FAILED.matcher(output).find()) {
			throw new IllegalStateException("Not all requests succeeded: " + output);
		}
		double cpuMicros = server.cpuTime().minus(before).toNanos() / 1e3 / (rate * SECONDS);
		return Map.of(RATE, rate, P50, percentile(50, output), P99, percentile(99, output), CPU, cpuMicros);
	}

	private static String wrk(ServerProcess server, int seconds) throws IOException, InterruptedException {
		Process wrk = new ProcessBuilder("wrk", "-t1", "-c256", "-d" + seconds + "s", "--latency",
				server.uri().toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		wrk.waitFor();
		return output;
	}

	private static double percentile(int percent, String output) {
		Matcher matcher = Pattern.compile(percent + "%\\s+([\\d.]+)(us|ms|s)").matcher(output);
		if (!matcher.find()) {
			throw new IllegalStateException("wrk said: " + output);
		}
		double unit = switch (matcher.group(2)) {
			case "us" -> 1e-3;
			case "ms" -> 1;
			default -> 1e3;
		};
		return Double.parseDouble(matcher.group(1)) * unit;
	}

	private static double number(Pattern pattern, String output) {
		Matcher matcher = pattern.matcher(output);
		if (!matcher.find()) {
			throw new IllegalStateException("wrk said: " + output);
		}
		return Double.parseDouble(matcher.group(1));
	}

	private static String table(Measurements measurements) {
		StringBuilder table = new StringBuilder(
				"| | requests /s | p50 | p99 | CPU per request |\n|---|--:|--:|--:|--:|\n");
		for (Limit limit : LIMITS) {
			table.append(Stream.of(RATE, P50, P99, CPU)
				.map((metric) -> Comparison.number(measurements.median(limit.label, metric).orElseThrow()) + " "
						+ metric.replaceAll("requests/s| \\(.*| of CPU", ""))
				.collect(Collectors.joining(" | ", "| " + limit.label + " | ", " |\n")));
		}
		return table.toString();
	}

}
