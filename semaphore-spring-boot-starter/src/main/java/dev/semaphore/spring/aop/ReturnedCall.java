package dev.semaphore.spring.aop;

import java.util.concurrent.Future;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;

/**
 * A call whose body has returned.
 *
 * @param invocation the call
 * @param operation takes the permits
 */
record ReturnedCall(MethodInvocation invocation, PermitsOperation operation) {

	/**
	 * Takes the permits once more, waiting for them on this thread.
	 */
	Permit acquireAgain() {
		return this.operation.acquire(this.invocation);
	}

	/**
	 * Cancels work that goes on when its permit is given back by force, if that is asked
	 * for.
	 */
	void cancelWhenLost(Permit permit, Future<?> work) {
		if (this.operation.interrupts()) {
			LostWork.cancel(permit, work);
		}
	}

	GuardedMethod method() {
		return this.operation.method();
	}

}
