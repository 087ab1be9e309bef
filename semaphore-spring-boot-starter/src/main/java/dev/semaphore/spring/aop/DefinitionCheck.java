package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import dev.semaphore.spring.annotation.Permits;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;

/**
 * Checks a bean that is yet to be made (lazy, a prototype, of another scope) by the type
 * of its definition, so that what is wrong with it stops the start as well. What the type
 * does not tell is checked when the bean is made.
 */
final class DefinitionCheck {

	private final ConfigurableListableBeanFactory beanFactory;

	private final PermitsOperationSource source;

	private final ClaimCheck claimCheck;

	private final ProxyCheck proxyCheck;

	DefinitionCheck(ConfigurableListableBeanFactory beanFactory, PermitsOperationSource source, ClaimCheck claimCheck,
			ProxyCheck proxyCheck) {
		this.beanFactory = beanFactory;
		this.source = source;
		this.claimCheck = claimCheck;
		this.proxyCheck = proxyCheck;
	}

	void check(String beanName) {
		Class<?> type = type(beanName);
		GuardedMethods methods = (type != null) ? this.source.methods(type) : null;
		if (type == null || methods == null || methods.isEmpty()) {
			return;
		}
		for (Method method : methods.methods()) {
			if (isWhole(type) || !hasFallback(methods.declaration(method))) {
				this.claimCheck.check(methods.operation(method));
			}
		}
		this.proxyCheck.beforeMaking(type, beanName, methods);
	}

	private @Nullable Class<?> type(String beanName) {
		try {
			return this.beanFactory.getMergedBeanDefinition(beanName).isAbstract() ? null
					: this.beanFactory.getType(beanName, false);
		}
		catch (BeansException | LinkageError ex) {
			// It may never be made, and if it is, this will be told then.
			return null;
		}
	}

	private static boolean isWhole(Class<?> type) {
		return !Modifier.isAbstract(type.getModifiers());
	}

	/** A fallback may be a method of the class that is behind the type. */
	private static boolean hasFallback(@Nullable PermitsDeclaration declaration) {
		return declaration != null
				&& declaration.permits().stream().map(Permits::fallback).anyMatch(StringUtils::hasLength);
	}

}
