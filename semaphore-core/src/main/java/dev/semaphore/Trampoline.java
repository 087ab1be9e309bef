package dev.semaphore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the calling thread, but those that a task brings after it, so that no
 * stack grows.
 */
final class Trampoline implements Executor {

	static final Trampoline INSTANCE = new Trampoline();

	private static final ThreadLocal<@Nullable Deque<Runnable>> PENDING = new ThreadLocal<>();

	private Trampoline() {
	}

	@Override
	public void execute(Runnable task) {
		Deque<Runnable> outer = PENDING.get();
		if (outer != null) {
			outer.add(task);
			return;
		}
		Deque<Runnable> mine = new ArrayDeque<>();
		PENDING.set(mine);
		try {
			for (Runnable next = task; next != null; next = mine.poll()) {
				next.run();
			}
		}
		finally {
			PENDING.remove();
		}
	}

}
