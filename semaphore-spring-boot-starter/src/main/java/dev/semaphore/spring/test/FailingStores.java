package dev.semaphore.spring.test;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.semaphore.store.PermitStore;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Stands before the stores of a context, and lets their calls fail while it is told to.
 */
final class FailingStores implements BeanPostProcessor {

	private volatile boolean failing;

	void fail(boolean failing) {
		this.failing = failing;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof PermitStore store) ? Proxy.newProxyInstance(PermitStore.class.getClassLoader(),
				new Class<?>[] { PermitStore.class }, new Switch(store)) : bean;
	}

	private final class Switch implements InvocationHandler {

		private final PermitStore store;

		Switch(PermitStore store) {
			this.store = store;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			if (FailingStores.this.failing && method.getReturnType() == CompletionStage.class) {
				return CompletableFuture.failedFuture(new IOException("connection refused, says @BackendDown"));
			}
			try {
				return method.invoke(this.store, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

	}

}
