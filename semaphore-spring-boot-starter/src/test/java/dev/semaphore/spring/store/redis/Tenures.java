package dev.semaphore.spring.store.redis;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long permits were leased at least, by their fencing tokens. As tokens grow with
 * every grant, one was granted before anybody was seen with a larger one; and it was
 * leased from then on until it was seen last.
 */
final class Tenures {

	private final NavigableMap<Long, Tenure> tenures = new TreeMap<>();

	/** Somebody was seen with a token. */
	void seen(long token, int weight, long at) {
		Tenure tenure = this.tenures.computeIfAbsent(token, (missing) -> new Tenure(weight));
		tenure.begin = Math.min(tenure.begin, at);
	}

	/** Somebody had a token until then. */
	void left(long token, long at) {
		Tenure tenure = this.tenures.get(token);
		tenure.end = Math.max(tenure.end, at);
	}

	/** How many permits were leased at once at the most. */
	int most() {
		TreeMap<Long, Integer> changes = new TreeMap<>();
		long granted = Long.MAX_VALUE;
		for (Tenure tenure : this.tenures.descendingMap().values()) {
			granted = Math.min(granted, tenure.begin);
			if (tenure.end > granted) {
				changes.merge(granted, tenure.weight, Integer::sum);
				changes.merge(tenure.end, -tenure.weight, Integer::sum);
			}
		}
		int leased = 0;
		int most = 0;
		for (int change : changes.values()) {
			leased += change;
			most = Math.max(most, leased);
		}
		return most;
	}

	private static final class Tenure {

		private final int weight;

		private long begin = Long.MAX_VALUE;

		private long end;

		Tenure(int weight) {
			this.weight = weight;
		}

	}

}
