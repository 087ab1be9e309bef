package dev.semaphore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who waits in a {@link ReferenceSemaphore}, and who is next by the promise of each
 * order.
 */
final class ReferenceQueue {

	final List<ReferenceRequest> waiting = new ArrayList<>();

	private final Map<String, Integer> heldByKey = new TreeMap<>();

	private final Map<String, Integer> turns = new TreeMap<>();

	private final SemaphorePolicy policy;

	private int turn;

	ReferenceQueue(SemaphorePolicy policy) {
		this.policy = policy;
	}

	boolean hasKeys() {
		return this.policy.permitsPerKey() < Integer.MAX_VALUE;
	}

	Optional<ReferenceRequest> next() {
		Optional<ReferenceRequest> writer = this.waiting.stream().filter((one) -> one.request.exclusive()).findFirst();
		if (hasKeys()) {
			return writer.or(() -> competing().stream().min(byShare()));
		}
		if (this.policy.order() == QueueOrder.LIFO && writer.isPresent()) {
			return writer;
		}
		return first(this.waiting);
	}

	boolean mayGoFirst(ReferenceRequest newcomer) {
		Optional<ReferenceRequest> next = next();
		if (hasKeys()) {
			return newcomer.request.exclusive() ? this.waiting.isEmpty() : mayPassOtherKeys(newcomer, next);
		}
		return next.isEmpty() || switch (this.policy.order()) {
			case FIFO -> false;
			case BARGING, LIFO -> !next.get().request.exclusive();
			case PRIORITY -> newcomer.request.priority() > next.get().request.priority();
		};
	}

	/** Who makes room for a newcomer when the queue is full. */
	Optional<ReferenceRequest> yieldsTo(ReferenceRequest newcomer) {
		boolean newestFirst = this.policy.order() == QueueOrder.LIFO;
		if (hasKeys() && !newcomer.request.exclusive()) {
			List<ReferenceRequest> own = ofKey(newcomer.key());
			List<ReferenceRequest> longest = longest();
			if (own.size() + 1 < longest.size()) {
				return last(longest);
			}
			if (newestFirst && !own.isEmpty()) {
				return last(own);
			}
		}
		return newestFirst ? this.waiting.stream().filter((one) -> !one.request.exclusive()).findFirst()
				: Optional.empty();
	}

	void begin(ReferenceRequest request) {
		if (hasKeys() && !request.request.exclusive() && ofKey(request.key()).isEmpty()) {
			this.turns.put(request.key(), ++this.turn);
		}
		this.waiting.add(request);
	}

	boolean fitsItsKey(ReferenceRequest request) {
		return !hasKeys() || request.request.exclusive() || request.request.key() == null
				|| held(request) + request.weight <= this.policy.permitsPerKey();
	}

	void hold(ReferenceRequest request, int weight) {
		if (hasKeys() && !request.request.exclusive()) {
			this.heldByKey.merge(request.key(), weight, Integer::sum);
			if (weight > 0) {
				this.turns.put(request.key(), ++this.turn);
			}
		}
	}

	private boolean mayPassOtherKeys(ReferenceRequest newcomer, Optional<ReferenceRequest> next) {
		boolean firstOfKey = first(ofKey(newcomer.key())).stream().allMatch((first) -> switch (this.policy.order()) {
			case FIFO, BARGING -> false;
			case LIFO -> true;
			case PRIORITY -> newcomer.request.priority() > first.request.priority();
		});
		if (!firstOfKey || next.isEmpty()) {
			return firstOfKey;
		}
		boolean sameKey = next.get().key().equals(newcomer.key());
		return !next.get().request.exclusive() && (sameKey || held(newcomer) < held(next.get()));
	}

	/** The first of each key that is below its limit. */
	private List<ReferenceRequest> competing() {
		return this.waiting.stream()
			.map(ReferenceRequest::key)
			.distinct()
			.flatMap((key) -> first(ofKey(key)).stream())
			.filter(this::fitsItsKey)
			.toList();
	}

	private Optional<ReferenceRequest> first(List<ReferenceRequest> these) {
		return switch (this.policy.order()) {
			case FIFO, BARGING -> these.stream().findFirst();
			case LIFO -> these.stream().reduce((older, newer) -> newer);
			// of equal ones the first
			case PRIORITY -> these.stream().max(Comparator.comparingInt((one) -> one.request.priority()));
		};
	}

	private Optional<ReferenceRequest> last(List<ReferenceRequest> these) {
		return switch (this.policy.order()) {
			case FIFO, BARGING -> these.stream().reduce((older, newer) -> newer);
			case LIFO -> these.stream().findFirst();
			// of equal ones the last
			case PRIORITY -> these.stream()
				.reduce((least, one) -> (one.request.priority() <= least.request.priority()) ? one : least);
		};
	}

	/** Those of the key that has most of them. */
	private List<ReferenceRequest> longest() {
		return this.waiting.stream()
			.filter((one) -> !one.request.exclusive())
			.map(ReferenceRequest::key)
			.distinct()
			.max(Comparator.<String>comparingInt((key) -> ofKey(key).size())
				.thenComparingInt((key) -> this.turns.getOrDefault(key, 0)))
			.map(this::ofKey)
			.orElse(List.of());
	}

	private List<ReferenceRequest> ofKey(String key) {
		return this.waiting.stream().filter((one) -> !one.request.exclusive() && one.key().equals(key)).toList();
	}

	private Comparator<ReferenceRequest> byShare() {
		return Comparator.<ReferenceRequest>comparingInt(this::held)
			.thenComparingInt((one) -> this.turns.getOrDefault(one.key(), 0));
	}

	private int held(ReferenceRequest request) {
		return this.heldByKey.getOrDefault(request.key(), 0);
	}

}
