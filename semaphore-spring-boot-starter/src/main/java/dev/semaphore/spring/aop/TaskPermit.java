package dev.semaphore.spring.aop;

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
	 * The permit for a run, to be closed when it is over.
	 */
	Permit use() {
		Permit permit = this.kept.getAndSet(null);
		return (permit != null) ? permit : this.call.acquireAgain();
	}

	/**
	 * Runs the task with a permit, which nested calls on this thread know of.
	 */
	<T> T run(Callable<T> task) throws Exception {
		try (Permit permit = use()) {
			return this.call.operation().run(task, permit);
		}
	}

	private void unused() {
		Permit permit = this.kept.getAndSet(null);
		if (permit != null) {
			permit.close();
		}
	}

}
