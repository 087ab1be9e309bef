package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphorePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how many permits a semaphore needs.
 */
final class Advice {

	/** Fewer say little of a 95th percentile. */
	private static final int FEW = 200;

	private static final int CHOICES = 8;

	/** More than that nobody needs advice about, and to compute it would take time. */
	private static final double HUGE_LOAD = 100_000;

	private Advice() {
	}

	/**
	 * The advice, or null if nothing was measured.
	 */
	static @Nullable AdviceDescriptor of(SemaphorePolicy policy, Span measured) {
		double seconds = SpanDescriptor.millis(measured.length()) / 1000;
		double arrivals = (seconds > 0) ? (measured.acquired() + measured.rejected()) / seconds : 0;
		double hold = measured.holds().mean() / 1_000_000_000;
		if (arrivals <= 0 || hold <= 0 || arrivals * hold > HUGE_LOAD) {
			return null;
		}
		QueueingModel model = new QueueingModel(arrivals, hold);
		int enough = model.enoughFor(0.99, policy.maxWait());
		double utilisation = (policy.permits() > 0) ? model.load() / policy.permits() : 1;
		return new AdviceDescriptor(seconds, ChoiceDescriptor.rounded(arrivals), ChoiceDescriptor.rounded(hold * 1000),
				ChoiceDescriptor.rounded(model.load()), ChoiceDescriptor.rounded(utilisation), enough,
				choices(model, policy.permits()), caveats(policy, measured));
	}

	/** Those around the present number, or from the smallest that can be had. */
	private static List<ChoiceDescriptor> choices(QueueingModel model, int permits) {
		int smallest = (int) Math.floor(model.load()) + 1;
		int first = Math.max(smallest, permits - CHOICES / 2);
		return IntStream.range(first, first + CHOICES).mapToObj((c) -> ChoiceDescriptor.of(model, c)).toList();
	}

	private static List<String> caveats(SemaphorePolicy policy, Span measured) {
		List<String> caveats = new ArrayList<>();
		long arrivals = measured.acquired() + measured.rejected();
		if (arrivals < FEW) {
			caveats.add("Only " + arrivals + " requests were seen: too few to rely on.");
		}
		if (measured.rejected() * 100 > arrivals) {
			caveats.add("%d of 100 requests were refused. Those who come again count twice."
				.formatted(measured.rejected() * 100 / arrivals));
		}
		double factor = (1 + measured.holds().variation()) / 2;
		if (factor < 0.75 || factor > 1.5) {
			caveats.add(String.format(Locale.ROOT,
					"Hold times vary %s than assumed: expect about %.1f times the waits below.",
					(factor < 1) ? "less" : "more", factor));
		}
		if (policy.permitsPerKey() != Integer.MAX_VALUE) {
			caveats.add("Keys have limits of their own, of which the model knows nothing.");
		}
		if (policy.order() != QueueOrder.FIFO) {
			caveats.add("The percentiles are those of first come, first served.");
		}
		return caveats;
	}

	/** What happened in all of them. */
	static Span sum(List<Span> spans, Span last) {
		Duration length = last.length();
		long acquired = last.acquired();
		long rejected = last.rejected();
		Distribution holds = last.holds();
		for (Span span : spans) {
			length = length.plus(span.length());
			acquired += span.acquired();
			rejected += span.rejected();
			holds = holds.and(span.holds());
		}
		return new Span(length, last.held(), last.queueLength(), acquired, rejected, last.waits(), holds);
	}

}
