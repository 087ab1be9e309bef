package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;

import dev.semaphore.spring.SemaphoreConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Checks that a bean has the advice, and that the advice is reached by the calls of its
 * annotated methods.
 */
final class ProxyCheck {

	private final ConfigurableListableBeanFactory beanFactory;

	ProxyCheck(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Refuses a class that making a proxy of would fail, with a better message.
	 */
	void beforeProxying(Class<?> type, String beanName, GuardedMethods methods) {
		boolean closed = Modifier.isFinal(type.getModifiers()) || type.isSealed();
		if (closed && isProxiedByClass(type, beanName)) {
			throw mistake(methods, type.getName() + " is final or sealed, so that no proxy can extend it.",
					"Let it be extended, or let it implement an interface and set spring.aop.proxy-target-class to "
							+ "false.");
		}
	}

	/**
	 * Refuses methods that no proxy of a class will intercept.
	 */
	void beforeMaking(Class<?> type, String beanName, GuardedMethods methods) {
		if (Modifier.isFinal(type.getModifiers())) {
			beforeProxying(type, beanName, methods);
		}
		if (!type.isInterface() && isProxiedByClass(type, beanName)) {
			checkReach(methods, ProxyReach.ofClass(methods.targetClass()));
		}
	}

	private boolean isProxiedByClass(Class<?> type, String beanName) {
		if (Proxy.isProxyClass(type) || ClassUtils.isLambdaClass(type)) {
			return false;
		}
		return ClassUtils.getAllInterfacesForClass(type).length == 0
				|| AutoProxyUtils.shouldProxyTargetClass(this.beanFactory, beanName) || isClassProxyingDefault();
	}

	private boolean isClassProxyingDefault() {
		String creator = AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME;
		return this.beanFactory.containsBean(creator) && this.beanFactory.getBean(creator) instanceof ProxyConfig config
				&& config.isProxyTargetClass();
	}

	/**
	 * Refuses a bean without advice, and methods whose calls do not reach it.
	 */
	void afterProxying(Object bean, GuardedMethods methods) {
		if (!hasAdvice(bean)) {
			throw mistake(methods, bean.getClass().getName() + " is used as it is, without a proxy.",
					"A bean that is registered as an object, or that a BeanPostProcessor or one of its dependencies "
							+ "needs, is made before proxies are: let it be made later (inject it lazily or through an "
							+ "ObjectProvider). Of a proxy you make yourself annotate the interface.");
		}
		checkReach(methods, ProxyReach.of(bean, methods.targetClass()));
	}

	private static void checkReach(GuardedMethods methods, ProxyReach reach) {
		for (Method method : methods.methods()) {
			String obstacle = obstacle(method, methods.declaration(method), reach);
			if (obstacle != null) {
				throw new SemaphoreConfigurationException(
						"@Permits on " + new GuardedMethod(method, methods.targetClass()) + " has no effect: "
								+ obstacle,
						"Make the method public, neither static nor final, or move @Permits to a method that is.");
			}
		}
	}

	private static @Nullable String obstacle(Method method, @Nullable PermitsDeclaration declaration,
			ProxyReach reach) {
		if (declaration == null || (declaration.source() instanceof Class<?> type && !covers(type, method, reach))) {
			return null;
		}
		return reach.obstacle(method);
	}

	/**
	 * Whether the annotation of a type promises anything for a method: not for what the
	 * type inherits from another that knows nothing of it, nor for what an interface
	 * proxy does not offer.
	 */
	private static boolean covers(Class<?> type, Method method, ProxyReach reach) {
		return !reach.byInterface() && type.isAssignableFrom(method.getDeclaringClass());
	}

	/**
	 * Whether calls of a bean pass the advice, on its own proxy or on one within it.
	 */
	boolean hasAdvice(Object bean) {
		if (!(bean instanceof Advised advised)) {
			// A proxy that hides its advisors can only be trusted.
			return bean instanceof SpringProxy;
		}
		if (Arrays.stream(advised.getAdvisors()).anyMatch(PermitsAdvisor.class::isInstance)) {
			return true;
		}
		Object target = AopProxyUtils.getSingletonTarget(bean);
		// Other target sources get their targets from the factory, as beans of their own.
		return (target != null) ? hasAdvice(target) : !advised.getTargetSource().isStatic();
	}

	private static SemaphoreConfigurationException mistake(GuardedMethods methods, String reason, String action) {
		Method method = methods.methods().iterator().next();
		return new SemaphoreConfigurationException(
				"@Permits on " + new GuardedMethod(method, methods.targetClass()) + " has no effect: " + reason,
				action);
	}

}
