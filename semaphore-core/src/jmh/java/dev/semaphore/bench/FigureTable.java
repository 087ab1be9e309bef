package dev.semaphore.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All that was measured, one line each.
 */
final class FigureTable {

	private static final List<String> COLUMNS = List.of(MachineProfiler.CPU_TIME, Measurements.ALLOCATION,
			MachineProfiler.NEIGHBOURS);

	private final Measurements measurements;

	FigureTable(Measurements measurements) {
		this.measurements = measurements;
	}

	@Override
	public String toString() {
		return "| measured | result | CPU time | allocated | neighbours |\n|---|--:|--:|--:|--:|\n"
				+ this.measurements.names().stream().map(this::line).collect(Collectors.joining());
	}

	private String line(String name) {
		String result = this.measurements.metrics(name)
			.stream()
			.filter((metric) -> !COLUMNS.contains(metric))
			.map((metric) -> this.measurements.text(name, metric))
			.collect(Collectors.joining(", "));
		String columns = COLUMNS.stream()
			.map((metric) -> this.measurements.text(name, metric))
			.collect(Collectors.joining(" | "));
		return "| %s | %s | %s |%n".formatted(name, result, columns);
	}

}
