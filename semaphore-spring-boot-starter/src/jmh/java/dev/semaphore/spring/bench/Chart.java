package dev.semaphore.spring.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines over the load, as SVG.
 */
final class Chart {

	private static final List<String> COLOURS = List.of("#888888", "#d08a00", "#a03ca0", "#1f6fc4", "#1a8a3a");

	private static final int WIDTH = 420;

	private static final int HEIGHT = 300;

	private static final int MARGIN = 60;

	private static final int TICKS = 4;

	private final String title;

	private final List<Double> loads;

	private final Map<String, List<Double>> lines = new LinkedHashMap<>();

	Chart(String title, List<Double> loads) {
		this.title = title;
		this.loads = loads;
	}

	void add(String label, List<Double> values) {
		this.lines.put(label, values);
	}

	static String sideBySide(Chart left, Chart right) {
		int width = 2 * (WIDTH + MARGIN) + MARGIN;
		int height = HEIGHT + 2 * MARGIN + 20;
		return """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
				<rect width="100%%" height="100%%" fill="#ffffff"/>
				%s%s%s</svg>
				""".formatted(width, height, left.draw(MARGIN), right.draw(WIDTH + 2 * MARGIN),
				left.legend(height - 20));
	}

	private String draw(int x) {
		double top = top();
		StringBuilder svg = new StringBuilder("<g transform=\"translate(%d,%d)\">%n".formatted(x, MARGIN));
		svg.append(text(0, -20, "start", this.title));
		for (int i = 0; i <= TICKS; i++) {
			double value = top * i / TICKS;
			svg.append("<path d=\"M0 %1$d H%2$d\" stroke=\"#dddddd\"/>%n".formatted(y(value), WIDTH));
			svg.append(text(-8, y(value) + 4, "end", String.format(Locale.ROOT, "%,.0f", value)));
		}
		for (int i = 0; i < this.loads.size(); i++) {
			svg.append(text(x(i), HEIGHT + 20, "middle", (this.loads.get(i) + " ×").replace(".0", "")));
		}
		List<String> labels = new ArrayList<>(this.lines.keySet());
		for (int i = 0; i < labels.size(); i++) {
			svg.append(line(COLOURS.get(i), this.lines.get(labels.get(i))));
		}
		return svg.append("</g>\n").toString();
	}

	private String line(String colour, List<Double> values) {
		String points = IntStream.range(0, values.size())
			.filter((i) -> !values.get(i).isNaN())
			.mapToObj((i) -> x(i) + "," + y(values.get(i)))
			.collect(Collectors.joining(" "));
		return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>%n".formatted(points, colour);
	}

	private String legend(int y) {
		StringBuilder svg = new StringBuilder();
		int i = 0;
		for (String label : this.lines.keySet()) {
			int x = MARGIN + i * 170;
			svg.append("<path d=\"M%d %d h20\" stroke=\"%s\" stroke-width=\"2.5\"/>%n".formatted(x, y - 4,
					COLOURS.get(i)));
			svg.append(text(x + 26, y, "start", label));
			i++;
		}
		return svg.toString();
	}

	/** A round number that no value exceeds. */
	private double top() {
		double largest = this.lines.values()
			.stream()
			.flatMap(List::stream)
			.mapToDouble(Double::doubleValue)
			.filter((value) -> !Double.isNaN(value))
			.max()
			.orElse(1);
		double unit = Math.pow(10, Math.floor(Math.log10(Math.max(largest, 1))));
		return Math.ceil(largest / unit) * unit;
	}

	private int x(int index) {
		return WIDTH * index / (this.loads.size() - 1);
	}

	private int y(double value) {
		return (int) (HEIGHT - value / top() * HEIGHT);
	}

	private static String text(int x, int y, String anchor, String text) {
		return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text);
	}

}
