package dev.semaphore.spring.aop;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Sees to it that no annotation is without effect. A bean that was made during the start
 * is looked at in the end, when it is whole, and the semaphores are there; one that comes
 * later is looked at when it comes, and its definition at the end of the start.
 */
final class PermitsVerifier implements BeanPostProcessor, SmartInitializingSingleton, Ordered {

	/**
	 * Exists in tests that put beans of their own in the place of others: mocks, which
	 * are of the annotated class and never were meant to have advice.
	 */
	private static final String BEAN_OVERRIDES = "org.springframework.test.context.bean.override.internalBeanOverrideRegistry";

	private final ConfigurableListableBeanFactory beanFactory;

	private final PermitsOperationSource source;

	private final ClaimCheck claimCheck;

	private final ProxyCheck proxyCheck;

	private final SelfCalls selfCalls = new SelfCalls();

	private final DefinitionCheck definitionCheck;

	/** The annotated beans that went through this post-processor. */
	private final Set<String> processed = ConcurrentHashMap.newKeySet();

	/**
	 * The annotated beans that were made during the start, by name: of prototypes, inner
	 * beans and products of factories the bean factory has none to show.
	 */
	private final Map<String, Object> passed = new ConcurrentHashMap<>();

	private volatile boolean started;

	PermitsVerifier(ConfigurableListableBeanFactory beanFactory, PermitsOperationSource source,
			Supplier<SemaphoreRegistry> registry) {
		this.beanFactory = beanFactory;
		this.source = source;
		this.claimCheck = new ClaimCheck(registry);
		this.proxyCheck = new ProxyCheck(beanFactory);
		this.definitionCheck = new DefinitionCheck(beanFactory, source, this.claimCheck, this.proxyCheck);
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		GuardedMethods methods = this.source.methods(bean.getClass());
		if (!methods.isEmpty()) {
			this.processed.add(beanName);
			this.proxyCheck.beforeProxying(bean.getClass(), beanName, methods);
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.started) {
			verify(exposed(bean, beanName), beanName);
		}
		else if (!methods(bean).isEmpty()) {
			this.passed.put(beanName, bean);
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.claimCheck.begin();
		this.started = true;
		for (String name : this.beanFactory.getSingletonNames()) {
			Object bean = this.beanFactory.getSingleton(name);
			if (bean != null) {
				verify(bean, name);
			}
		}
		this.passed.forEach((name, bean) -> {
			if (!isSingleton(name)) {
				verify(bean, name);
			}
		});
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			if (!isSingleton(name) && !this.passed.containsKey(name)) {
				naming(name, () -> this.definitionCheck.check(name));
			}
		}
		this.passed.clear();
		this.source.started();
	}

	private void verify(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			// A scoped proxy: the bean behind it is looked at when it is created.
			return;
		}
		GuardedMethods methods = methods(bean);
		if (methods.isEmpty() || isTestOverride(beanName)) {
			return;
		}
		naming(beanName, () -> {
			methods.methods().forEach((method) -> this.claimCheck.check(methods.operation(method)));
			this.proxyCheck.afterProxying(bean, methods);
			this.selfCalls.warn(methods);
		});
	}

	private static void naming(String beanName, Runnable check) {
		try {
			check.run();
		}
		catch (SemaphoreConfigurationException ex) {
			throw new SemaphoreConfigurationException("Bean '" + beanName + "': " + ex.description(), ex.action());
		}
	}

	private GuardedMethods methods(Object bean) {
		return this.source.methods(AopProxyUtils.ultimateTargetClass(bean));
	}

	/**
	 * What others are given for this bean. In a cycle that is a proxy made early, which
	 * only the factory knows.
	 */
	private Object exposed(Object bean, String beanName) {
		if (!this.processed.contains(beanName) || this.proxyCheck.hasAdvice(bean)) {
			return bean;
		}
		Object early = this.beanFactory.isCurrentlyInCreation(beanName) ? this.beanFactory.getSingleton(beanName)
				: null;
		return (early != null) ? early : bean;
	}

	/** Whether the bean is there, and not just a factory of it. */
	private boolean isSingleton(String beanName) {
		return this.beanFactory.containsSingleton(beanName)
				&& !(this.beanFactory.getSingleton(beanName) instanceof FactoryBean<?>);
	}

	private boolean isTestOverride(String beanName) {
		return this.beanFactory.containsSingleton(BEAN_OVERRIDES) && !this.processed.contains(beanName);
	}

}
