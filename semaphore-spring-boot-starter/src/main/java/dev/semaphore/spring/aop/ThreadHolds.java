package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;

import dev.semaphore.Permit;

/**
 * What the current thread holds while it runs the bodies of calls: claims and their
 * permits, one after the other, the innermost last.
 * <p>
 * One for all contexts of the process, since the calls of a thread go through several.
 * The lists are of the JDK's own type, and empty between calls: a pool's threads keep
 * nothing of an application that was closed.
 */
final class ThreadHolds {

	private static final ThreadLocal<List<Object>> HOLDS = ThreadLocal.withInitial(() -> new ArrayList<>(4));

	private ThreadHolds() {
	}

	static List<Object> current() {
		return HOLDS.get();
	}

	/**
	 * Has another list for the current thread, until the one from before is put back.
	 */
	static void replace(List<Object> holds) {
		HOLDS.set(holds);
	}

	static void add(List<Object> holds, Claim claim, Permit permit) {
		holds.add(claim);
		holds.add(permit);
	}

	/**
	 * Removes what came after the list had a size.
	 */
	static void cut(List<Object> holds, int size) {
		for (int last = holds.size() - 1; last >= size; last--) {
			holds.remove(last);
		}
	}

	/**
	 * Where the innermost claim on a semaphore stands, or -1.
	 */
	static int find(List<Object> holds, Claim claim, Object semaphore) {
		for (int i = holds.size() - 2; i >= 0; i -= 2) {
			Claim held = claim(holds, i);
			// Of equal names in different contexts, only the registry tells.
			if (held.semaphore().equals(claim.semaphore()) && held.target() == semaphore) {
				return i;
			}
		}
		return -1;
	}

	static Claim claim(List<Object> holds, int index) {
		return (Claim) holds.get(index);
	}

	static Permit permit(List<Object> holds, int index) {
		return (Permit) holds.get(index + 1);
	}

}
