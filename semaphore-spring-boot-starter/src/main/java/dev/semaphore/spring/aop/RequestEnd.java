package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import dev.semaphore.Permit;

/**
 * The end of a web request: what is to be done then, and what the request holds until
 * then. Registered with the request before anybody waits for a permit, since a request
 * that is over tells nobody any more. Thread-safe.
 */
final class RequestEnd {

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Runnable> actions = new ArrayList<>();

	private final List<Object> holds = new ArrayList<>();

	private boolean over;

	/**
	 * Has an action run at the end, unless that has been.
	 * @return whether it will run
	 */
	boolean add(Runnable action) {
		this.lock.lock();
		try {
			return !this.over && this.actions.add(action);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A permit that goes back at the end, or the permit itself if that has been.
	 * @param permit the permit
	 * @param hold puts it among the holds of the request
	 */
	Permit lend(Permit permit, Consumer<List<Object>> hold) {
		this.lock.lock();
		try {
			if (this.over) {
				return permit;
			}
			this.actions.add(permit::close);
			hold.accept(this.holds);
			return new LentPermit(permit);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What the request holds by now, in the manner of {@link ThreadHolds}.
	 */
	List<Object> holds() {
		this.lock.lock();
		try {
			return List.copyOf(this.holds);
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isOver() {
		this.lock.lock();
		try {
			return this.over;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Runs the actions, each once, however often this is called.
	 */
	void run() {
		List<Runnable> now;
		this.lock.lock();
		try {
			this.over = true;
			now = List.copyOf(this.actions);
			this.actions.clear();
			this.holds.clear();
		}
		finally {
			this.lock.unlock();
		}
		now.forEach(Runnable::run);
	}

}
