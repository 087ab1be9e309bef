package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Tells a native image what the annotations of a bean look up while it runs.
 */
final class PermitsAotProcessor implements BeanRegistrationAotProcessor {

	private final AnnotatedTypes types = new AnnotatedTypes();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		Map<Method, PermitsDeclaration> guarded = this.types.isAnnotated(type) ? AnnotatedMethods.of(type) : Map.of();
		if (guarded.isEmpty()) {
			return null;
		}
		return (generation, code) -> {
			AnnotationHints hints = new AnnotationHints(generation.getRuntimeHints());
			guarded.forEach((method, declaration) -> hints.register(type, method, declaration.permits()));
		};
	}

}
