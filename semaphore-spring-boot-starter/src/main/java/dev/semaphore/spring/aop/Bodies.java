package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Lets the body of a method run after the call of it has returned.
 */
final class Bodies {

	private Bodies() {
	}

	/**
	 * An invocation that may proceed once, whatever becomes of the one given, which must
	 * not have proceeded yet.
	 */
	static MethodInvocation detach(MethodInvocation invocation) {
		return (invocation instanceof ProxyMethodInvocation proxied) ? proxied.invocableClone() : invocation;
	}

}
