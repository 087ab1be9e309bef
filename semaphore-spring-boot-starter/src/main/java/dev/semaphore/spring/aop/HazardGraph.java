package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import dev.semaphore.spring.DeadlockHazards;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which semaphores are taken while holding which, by name, and finds circles.
 * After a pair has been seen once, seeing it again costs two look-ups.
 */
final class HazardGraph implements DeadlockHazards {

	private static final Log logger = LogFactory.getLog(DeadlockHazards.class);

	/** By what is held, then by what is taken: the first call that did so. */
	private final Map<String, Map<String, String>> calls = new ConcurrentHashMap<>();

	private final List<Cycle> found = new CopyOnWriteArrayList<>();

	/** Of two calls that close a circle together, one is to find it. */
	private final ReentrantLock learning = new ReentrantLock();

	/**
	 * Learns that a claim is taken by a thread that holds another.
	 */
	void taking(Claim held, Claim taken) {
		Map<String, String> next = this.calls.get(held.semaphore());
		if (next == null || !next.containsKey(taken.semaphore())) {
			this.learning.lock();
			try {
				learn(held, taken);
			}
			finally {
				this.learning.unlock();
			}
		}
	}

	@Override
	public List<Cycle> found() {
		return List.copyOf(this.found);
	}

	private void learn(Claim held, Claim taken) {
		String from = held.semaphore();
		String to = taken.semaphore();
		String call = held.site() + " holds '" + from + "' while " + taken.site() + " takes '" + to + "'";
		boolean first = this.calls.computeIfAbsent(from, (key) -> new ConcurrentHashMap<>())
			.putIfAbsent(to, call) == null;
		if (!first || from.equals(to)) {
			return;
		}
		List<String> path = path(to, from, new HashSet<>());
		if (path != null) {
			report(path);
		}
	}

	/**
	 * The semaphores from one to another, each held while the next is taken, or null.
	 */
	private @Nullable List<String> path(String from, String to, Set<String> seen) {
		if (from.equals(to)) {
			return List.of(to);
		}
		seen.add(from);
		for (String next : this.calls.getOrDefault(from, Map.of()).keySet()) {
			List<String> rest = seen.contains(next) ? null : path(next, to, seen);
			if (rest != null) {
				List<String> path = new ArrayList<>(List.of(from));
				path.addAll(rest);
				return path;
			}
		}
		return null;
	}

	private void report(List<String> semaphores) {
		List<String> takenBy = new ArrayList<>();
		for (int i = 0; i < semaphores.size(); i++) {
			String next = semaphores.get((i + 1) % semaphores.size());
			takenBy.add(this.calls.getOrDefault(semaphores.get(i), Map.of()).getOrDefault(next, ""));
		}
		this.found.add(new Cycle(semaphores, takenBy));
		logger.warn("Calls can wait for each other: " + String.join("; but ", takenBy)
				+ ". Take these semaphores in the same order everywhere, or both by one method.");
	}

}
