package dev.semaphore.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A promise about what was measured, as a line of a table.
 *
 * @param work what is done
 * @param ours the name of our measurement
 * @param peer the name of the one it is compared with; empty to compare with 1
 * @param metric what is compared
 * @param most whether the ratio is to be at most, or else at least, the target
 * @param target what the ratio is to be; not a number for none
 */
public record Comparison(String work, String ours, String peer, String metric, boolean most, double target) {

	private static final String HEADER = "| work | ours | peer | ratio | to reach | |\n|---|--:|--:|--:|--:|---|\n";

	/**
	 * The ratio is to be at most the target.
	 * @param target what the ratio is to be
	 * @param work what is done
	 * @param metric what is compared
	 * @param ours the name of our measurement
	 * @param peer the name of the other; empty to compare with 1
	 * @return the line
	 */
	public static Comparison atMost(double target, String work, String metric, String ours, String peer) {
		return new Comparison(work, ours, peer, metric, true, target);
	}

	/**
	 * The ratio is to be at least the target.
	 * @param target what the ratio is to be
	 * @param work what is done
	 * @param metric what is compared
	 * @param ours the name of our measurement
	 * @param peer the name of the other; empty to compare with 1
	 * @return the line
	 */
	public static Comparison atLeast(double target, String work, String metric, String ours, String peer) {
		return new Comparison(work, ours, peer, metric, false, target);
	}

	/**
	 * No target, for comparison only.
	 * @param work what is done
	 * @param metric what is compared
	 * @param ours the name of our measurement
	 * @param peer the name of the other
	 * @return the line
	 */
	public static Comparison beside(String work, String metric, String ours, String peer) {
		return new Comparison(work, ours, peer, metric, true, Double.NaN);
	}

	/**
	 * All that can be told from what was measured.
	 * @param comparisons the lines
	 * @param measurements what was measured
	 * @return the table
	 */
	public static String table(List<Comparison> comparisons, Measurements measurements) {
		return HEADER
				+ comparisons.stream().map((comparison) -> comparison.line(measurements)).collect(Collectors.joining());
	}

	/** The line, or nothing if one of the two was not measured. */
	private String line(Measurements measurements) {
		OptionalDouble ours = measurements.median(this.ours, this.metric);
		OptionalDouble peer = this.peer.isEmpty() ? OptionalDouble.of(1) : measurements.median(this.peer, this.metric);
		if (ours.isEmpty() || peer.isEmpty()) {
			return "";
		}
		double ratio = ours.getAsDouble() / peer.getAsDouble();
		return "| %s | %s | %s | %s | %s | %s |%n".formatted(this.work, measurements.text(this.ours, this.metric),
				this.peer.isEmpty() ? "" : measurements.text(this.peer, this.metric), number(ratio),
				Double.isNaN(this.target) ? "" : (this.most ? "≤ " : "≥ ") + number(this.target), verdict(ratio));
	}

	private String verdict(double ratio) {
		if (Double.isNaN(this.target)) {
			return "";
		}
		// as printed: 24.04 bytes are 24
		double printed = Double.parseDouble(number(ratio).replace(",", ""));
		return (this.most ? printed <= this.target : printed >= this.target) ? "reached" : "**missed**";
	}

	/**
	 * Three digits that count.
	 * @param value a number
	 * @return the number in short
	 */
	public static String number(double value) {
		if (value >= 100 || value == 0) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		int digits = Math.min(Math.max(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0), 4);
		return String.format(Locale.ROOT, "%." + digits + "f", value);
	}

}
