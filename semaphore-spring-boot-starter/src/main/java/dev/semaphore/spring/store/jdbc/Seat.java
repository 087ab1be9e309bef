package dev.semaphore.spring.store.jdbc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.store.GrantListener;

/**
 * An instance that is told of its grants of one semaphore.
 */
final class Seat {

	final String semaphore;

	final String instance;

	private final GrantListener listener;

	private final Set<Long> waiting = ConcurrentHashMap.newKeySet();

	/** No grant that was not told of has a smaller token. */
	private volatile long token;

	/** Claims are numbered by those who ask. */
	private volatile long asked;

	Seat(String semaphore, String instance, GrantListener listener) {
		this.semaphore = semaphore;
		this.instance = instance;
		this.listener = listener;
	}

	boolean isWaiting() {
		return !this.waiting.isEmpty();
	}

	long token() {
		return this.token;
	}

	/** The last claim that was asked for. */
	long asked() {
		return this.asked;
	}

	/** One will wait, perhaps: word of its grant may come before the answer. */
	void waits(long id) {
		this.waiting.add(id);
		this.asked = Math.max(this.asked, id);
	}

	/** Those that wait, of all that had been asked for then. */
	void waiting(Set<Long> ids, long asked) {
		this.waiting.removeIf((id) -> id <= asked && !ids.contains(id));
	}

	void waitsNoMore(long id) {
		this.waiting.remove(id);
	}

	/** Tells of a grant, once. */
	boolean granted(long id, long token) {
		boolean news = this.waiting.remove(id);
		if (news) {
			this.listener.granted(id, token);
		}
		return news;
	}

	void looked(long token) {
		this.token = Math.max(this.token, token);
	}

	void lookAgain() {
		this.listener.lookAgain();
	}

}
