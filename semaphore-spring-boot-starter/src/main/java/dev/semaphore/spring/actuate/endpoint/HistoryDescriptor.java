package dev.semaphore.spring.actuate.endpoint;

import java.util.List;

/**
 * The last minutes in equal steps, the oldest first. All lists are equally long; while
 * the application is young they are short.
 *
 * @param stepSeconds how long a step is
 * @param acquired how many requests got their permits in each
 * @param rejected how many were refused in each
 * @param held how many permits were held at the end of each
 * @param queueLength how many callers waited at the end of each
 * @param waitMillis how long those waited that got their permits
 * @param holdMillis how long permits were held that came back
 */
public record HistoryDescriptor(double stepSeconds, List<Long> acquired, List<Long> rejected, List<Integer> held,
		List<Integer> queueLength, List<PercentilesDescriptor> waitMillis, List<PercentilesDescriptor> holdMillis) {

	static HistoryDescriptor of(List<Span> spans) {
		return new HistoryDescriptor(SpanDescriptor.millis(TimedSemaphore.STEP) / 1000,
				spans.stream().map(Span::acquired).toList(), spans.stream().map(Span::rejected).toList(),
				spans.stream().map(Span::held).toList(), spans.stream().map(Span::queueLength).toList(),
				spans.stream().map((span) -> PercentilesDescriptor.of(span.waits())).toList(),
				spans.stream().map((span) -> PercentilesDescriptor.of(span.holds())).toList());
	}

}
