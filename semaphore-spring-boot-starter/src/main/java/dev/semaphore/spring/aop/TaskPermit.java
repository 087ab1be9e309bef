package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * The permit of a task that was returned to be run by somebody else. In a web request it
 * is kept for the first run, or until the request is over, if that comes without one.
 * Further runs, and those of tasks that belong to no request, take permits of their own:
 * nobody would tell that such a task will never run.
 */
final class TaskPermit {

	private final ReturnedCall call;

	private final AtomicReference<@Nullable Permit> kept;

	private TaskPermit(Permit permit, ReturnedCall call) {
		this.call = call;
		this.kept = new AtomicReference<>(permit);
	}

	static TaskPermit keep(Permit permit, ReturnedCall call) {
		TaskPermit task = new TaskPermit(permit, call);
		MvcRequest request = CurrentRequest.get();
		if (request != null) {
			request.onEnd(task::unused);
		}
		else {
			task.unused();
		}
		return task;
	}

	/**
	 * Runs the task with a permit, which nested calls on this thread know of.
	 */
	<T> T run(Callable<T> task) throws Exception {
		try (Run run = begin()) {
			return task.call();
		}
	}

	/**
	 * Begins a run on this thread.
	 */
	Run begin() {
		Permit kept = this.kept.getAndSet(null);
		Permit permit = (kept != null) ? kept : this.call.acquireAgain();
		List<Object> holds = ThreadHolds.current();
		Run run = new Run(permit, holds, holds.size());
		this.call.operation().hold(holds, permit);
		return run;
	}

	private void unused() {
		Permit permit = this.kept.getAndSet(null);
		if (permit != null) {
			permit.close();
		}
	}

	/**
	 * A run, to be closed when it is over, on the thread on which it began.
	 *
	 * @param permit what it runs with
	 * @param holds what its thread holds
	 * @param before how much of that the thread held before
	 */
	record Run(Permit permit, List<Object> holds, int before) implements AutoCloseable {

		@Override
		public void close() {
			ThreadHolds.cut(this.holds, this.before);
			this.permit.close();
		}

	}

}
