package dev.semaphore.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came of a burst.
 *
 * @param requests how many requests were sent
 * @param outcomes how many of them ended in which way
 * @param millis how long it took until the last was answered, in milliseconds
 */
record BurstResult(int requests, Map<String, Long> outcomes, long millis) {

	static BurstResult of(List<String> outcomes, Duration time) {
		return new BurstResult(outcomes.size(),
				outcomes.stream()
					.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())),
				time.toMillis());
	}

}
