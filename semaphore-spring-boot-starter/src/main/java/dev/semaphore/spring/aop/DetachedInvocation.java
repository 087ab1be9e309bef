package dev.semaphore.spring.aop;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/**
 * An invocation that proceeds after the call of it has returned, most often on another
 * thread. Aspects further inside ask the thread for their join point, so the invocation
 * is exposed there as it was on the caller's thread.
 *
 * @param invocation a copy of the caller's
 */
record DetachedInvocation(ProxyMethodInvocation invocation) implements MethodInvocation {

	/**
	 * An invocation that may proceed once, whatever becomes of the one given, which must
	 * not have proceeded yet.
	 */
	static MethodInvocation of(MethodInvocation invocation) {
		MethodInvocation original = (invocation instanceof DetachedInvocation detached) ? detached.invocation
				: invocation;
		return (original instanceof ProxyMethodInvocation proxied)
				? new DetachedInvocation((ProxyMethodInvocation) proxied.invocableClone()) : original;
	}

	@Override
	public @Nullable Object proceed() throws Throwable {
		return ExposeInvocationInterceptor.INSTANCE.invoke(this.invocation);
	}

	@Override
	public Method getMethod() {
		return this.invocation.getMethod();
	}

	@Override
	public @Nullable Object[] getArguments() {
		return this.invocation.getArguments();
	}

	@Override
	public @Nullable Object getThis() {
		return this.invocation.getThis();
	}

	@Override
	public AccessibleObject getStaticPart() {
		return this.invocation.getStaticPart();
	}

}
