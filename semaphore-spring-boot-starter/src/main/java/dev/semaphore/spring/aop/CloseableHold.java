package dev.semaphore.spring.aop;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.util.ClassUtils;

/**
 * What is to be closed: held until then. The caller gets a proxy of its interfaces.
 */
final class CloseableHold implements Hold<AutoCloseable> {

	@Override
	public Class<AutoCloseable> type() {
		return AutoCloseable.class;
	}

	@Override
	public Object hold(AutoCloseable value, Permit permit, ReturnedCall call) {
		Closing closing = new Closing();
		Class<?> declared = call.method().returnType().toClass();
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(value);
		factory.setInterfaces(declared.isInterface() ? new Class<?>[] { declared, AutoCloseable.class }
				: ClassUtils.getAllInterfaces(value));
		factory.addAdvice(closing);
		Object proxy = factory.getProxy();
		AbandonedResult abandoned = AbandonedResult.unclosed(permit, call.method());
		closing.watch(abandoned);
		abandoned.watch(proxy);
		return proxy;
	}

	/**
	 * Gives the permit back when the proxy has been closed, whether or not that worked.
	 */
	private static final class Closing implements MethodInterceptor {

		private @Nullable AbandonedResult abandoned;

		void watch(AbandonedResult abandoned) {
			this.abandoned = abandoned;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			try {
				return invocation.proceed();
			}
			finally {
				boolean close = invocation.getMethod().getName().equals("close")
						&& invocation.getMethod().getParameterCount() == 0;
				if (close && this.abandoned != null) {
					this.abandoned.ended();
				}
			}
		}

	}

}
