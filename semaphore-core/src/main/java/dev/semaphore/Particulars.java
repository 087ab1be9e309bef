package dev.semaphore;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * What only some holders need: a number, for those that somebody looks at, and a stack of
 * actions, for those that want to know when their permits are taken from them.
 */
final class Particulars {

	private static final Action LOST = new Action(() -> {
	}, null);

	private final AtomicReference<@Nullable Action> actions = new AtomicReference<>();

	/** Which no other holder in this process has. */
	final long id = HolderIds.next();

	boolean lost() {
		return this.actions.get() == LOST;
	}

	/** Has an action run when they are lost; at once if they are. */
	void add(Runnable action, Executor executor) {
		Action before = this.actions.get();
		while (before != LOST) {
			if (this.actions.compareAndSet(before, new Action(action, before))) {
				return;
			}
			before = this.actions.get();
		}
		execute(action, executor);
	}

	/** They are lost. */
	void lose(Executor executor) {
		Action action = this.actions.getAndSet(LOST);
		while (action != null && action != LOST) {
			execute(action.task, executor);
			action = action.next;
		}
	}

	private static void execute(Runnable action, Executor executor) {
		try {
			executor.execute(action);
		}
		catch (Throwable ex) {
			Warnings.log("A holder could not be told that its permits are lost", ex);
		}
	}

	/** No record: one is told from another by identity. */
	private static final class Action {

		private final Runnable task;

		private final @Nullable Action next;

		Action(Runnable task, @Nullable Action next) {
			this.task = task;
			this.next = next;
		}

	}

}
