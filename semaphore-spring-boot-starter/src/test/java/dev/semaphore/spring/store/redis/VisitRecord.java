package dev.semaphore.spring.store.redis;

import java.util.LinkedHashMap;
import java.util.Map;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be told of a semaphore from the {@link VisitLedger}, where a visit counts
 * until somebody left with a permit that was not lost.
 */
final class VisitRecord {

	private final VisitLedger ledger;

	private final Map<String, Visit> visits = new LinkedHashMap<>();

	private long lines;

	VisitRecord(VisitLedger ledger) {
		this.ledger = ledger;
	}

	/** The largest token that anybody was seen with so far. */
	long newest() {
		readOn();
		return this.visits.values().stream().mapToLong((visit) -> visit.token).max().orElse(0);
	}

	/** Waits until an instance was there with a larger token. */
	void awaitServed(String instance, long token) {
		Awaitility.await().atMost(HeldByProcess.PATIENCE).until(() -> {
			readOn();
			return this.visits.entrySet()
				.stream()
				.anyMatch((visit) -> visit.getKey().startsWith(instance + "-") && visit.getValue().confirmed
						&& visit.getValue().token > token);
		});
	}

	/** Whoever holds all permits holds them until the end of the lease. */
	void assertNothingGrantedToOthers(HeldByProcess held) {
		if (held.permits() == LoadedProcess.PERMITS) {
			assertThat(this.visits.values())
				.noneMatch((visit) -> visit.token > held.readAt() && visit.token < held.until());
		}
	}

	void assertLaw(int permits, boolean inBlocks) {
		readOn();
		Tenures tenures = new Tenures();
		Map<Long, Visit> latest = new LinkedHashMap<>();
		int confirmed = 0;
		for (Visit visit : this.visits.values()) {
			tenures.seen(visit.token, visit.weight, visit.entered);
			if (visit.confirmed) {
				confirmed++;
				tenures.left(visit.token, visit.left);
				Visit before = latest.put(visit.token, visit);
				assertThat(before == null
						|| (inBlocks && before.instance.equals(visit.instance) && before.left < visit.entered))
					.as("%s after %s", visit, before)
					.isTrue();
			}
		}
		assertThat(confirmed).isPositive();
		assertThat(tenures.most()).as("leased at once").isBetween(2, permits);
	}

	private void readOn() {
		for (String line : this.ledger.linesFrom(this.lines)) {
			this.lines++;
			String[] words = line.split(" ");
			switch (words[1]) {
				case VisitLedger.ENTERED -> this.visits.put(words[0],
						new Visit(words[0], Long.parseLong(words[2]), Integer.parseInt(words[3]), this.lines));
				case VisitLedger.LEFT -> this.visits.get(words[0]).left = this.lines;
				default -> this.visits.get(words[0]).confirmed = true;
			}
		}
	}

	private static final class Visit {

		private final String instance;

		private final long token;

		private final int weight;

		private final long entered;

		private long left;

		private boolean confirmed;

		Visit(String name, long token, int weight, long entered) {
			this.instance = name.substring(0, name.indexOf('-'));
			this.token = token;
			this.weight = weight;
			this.entered = entered;
		}

		@Override
		public String toString() {
			return this.instance + " with " + this.token + " from " + this.entered + " to " + this.left;
		}

	}

}
