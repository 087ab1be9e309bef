package dev.semaphore.spring.aop;

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

	GuardedMethod method() {
		return this.operation.method();
	}

}
