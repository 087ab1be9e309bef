package dev.semaphore.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * All iterations of all rounds. What is said of them is the median of their quieter half:
 * those during which other processes used the machine least.
 */
public final class Measurements {

	/** The metric that the benchmark itself is about. */
	public static final String SCORE = "score";

	/** Bytes allocated by one operation. */
	public static final String ALLOCATION = "gc.alloc.rate.norm";

	private final Map<String, List<Map<String, Double>>> iterations = new TreeMap<>();

	private final Map<String, String> units = new TreeMap<>();

	void add(Collection<RunResult> results) {
		for (RunResult result : results) {
			String name = name(result.getParams());
			result.getBenchmarkResults()
				.stream()
				.flatMap((fork) -> fork.getIterationResults().stream())
				.forEach((iteration) -> add(name, iteration));
		}
	}

	/**
	 * Adds what was measured otherwise.
	 * @param name of what
	 * @param metrics the figures, each named by its unit
	 */
	public void add(String name, Map<String, Double> metrics) {
		metrics.keySet().forEach((metric) -> this.units.put(name + metric, metric));
		this.iterations.computeIfAbsent(name, (key) -> new ArrayList<>()).add(metrics);
	}

	/**
	 * The names of what was measured, each as the simple name of its class and the values
	 * of its parameters.
	 */
	Collection<String> names() {
		return this.iterations.keySet();
	}

	Collection<String> metrics(String name) {
		return this.iterations.get(name)
			.stream()
			.flatMap((iteration) -> iteration.keySet().stream())
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * The median of a figure.
	 * @param name of what
	 * @param metric of which of its figures
	 * @return the median, or empty if there is no such figure
	 */
	public OptionalDouble median(String name, String metric) {
		List<Map<String, Double>> all = this.iterations.getOrDefault(name, List.of());
		boolean noiseKnown = all.stream().anyMatch((iteration) -> iteration.containsKey(MachineProfiler.NEIGHBOURS));
		double[] values = all.stream()
			.sorted(Comparator.comparingDouble((iteration) -> iteration.getOrDefault(MachineProfiler.NEIGHBOURS, 0.0)))
			.limit(noiseKnown ? (all.size() + 1) / 2 : all.size())
			.filter((iteration) -> iteration.containsKey(metric))
			.mapToDouble((iteration) -> iteration.get(metric))
			.sorted()
			.toArray();
		if (values.length == 0) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of((values[values.length / 2] + values[(values.length - 1) / 2]) / 2);
	}

	/** The median in words, or a dash. */
	String text(String name, String metric) {
		OptionalDouble median = median(name, metric);
		return median.isPresent() ? Comparison.number(median.getAsDouble()) + " " + unit(name, metric) : "–";
	}

	private String unit(String name, String metric) {
		return this.units.getOrDefault(name + metric, "");
	}

	private void add(String name, IterationResult iteration) {
		Map<String, Double> metrics = new TreeMap<>();
		add(name, SCORE, iteration.getPrimaryResult(), metrics);
		iteration.getSecondaryResults().forEach((label, result) -> {
			if (label.equals(ALLOCATION) || !label.startsWith("gc.")) {
				add(name, label, result, metrics);
			}
		});
		this.iterations.computeIfAbsent(name, (key) -> new ArrayList<>()).add(metrics);
	}

	private void add(String name, String metric, Result<?> result, Map<String, Double> metrics) {
		metrics.put(metric, result.getScore());
		// counters have no unit but their name
		this.units.put(name + metric, result.getScoreUnit().equals("#") ? metric : result.getScoreUnit());
	}

	private static String name(BenchmarkParams params) {
		String[] names = params.getBenchmark().split("\\.");
		return names[names.length - 2] + params.getParamsKeys()
			.stream()
			.sorted()
			.map((key) -> " " + params.getParam(key))
			.collect(Collectors.joining());
	}

}
