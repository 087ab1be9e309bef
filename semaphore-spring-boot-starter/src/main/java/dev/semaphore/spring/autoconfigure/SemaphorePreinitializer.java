package dev.semaphore.spring.autoconfigure;

import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Does beside the thread that starts the application what is dear the first time and
 * cheap ever after. Nothing depends on it: where it does not run, as with a single
 * processor, or is late, the start does the same itself.
 */
final class SemaphorePreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		properties();
		proxy();
	}

	/**
	 * Java generates dozens of classes for the first call by reflection of constructors
	 * with so many parameters of so many types.
	 */
	static SemaphoreProperties properties() {
		Map<String, ?> source = Map.of("semaphore.instances.any.permits", 1);
		return new Binder(new MapConfigurationPropertySource(source)).bindOrCreate("semaphore",
				SemaphoreProperties.class);
	}

	/**
	 * The first proxy of a class brings all that generates proxies of classes.
	 */
	static Object proxy() {
		ProxyFactory factory = new ProxyFactory(new Proxied());
		factory.setProxyTargetClass(true);
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return factory.getProxy();
	}

	static class Proxied {

	}

}
