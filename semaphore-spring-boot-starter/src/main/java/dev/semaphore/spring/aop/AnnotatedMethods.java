package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.semaphore.spring.annotation.Permits;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods of a class that {@link Permits @Permits} holds for.
 */
final class AnnotatedMethods {

	private final Class<?> targetClass;

	private final @Nullable PermitsDeclaration onType;

	private final Map<Method, PermitsDeclaration> found = new LinkedHashMap<>();

	private AnnotatedMethods(Class<?> targetClass) {
		this.targetClass = targetClass;
		this.onType = PermitsDeclaration.on(targetClass);
	}

	/**
	 * The methods as they are in the class itself: of several that override or implement
	 * one another the most specific, never a bridge.
	 */
	static Map<Method, PermitsDeclaration> of(Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(targetClass, Permits.class)) {
			return Map.of();
		}
		return new AnnotatedMethods(targetClass).find();
	}

	private Map<Method, PermitsDeclaration> find() {
		Set<Class<?>> types = new LinkedHashSet<>();
		if (!Proxy.isProxyClass(this.targetClass)) {
			types.add(this.targetClass);
		}
		types.addAll(ClassUtils.getAllInterfacesForClassAsSet(this.targetClass));
		types.forEach(
				(type) -> ReflectionUtils.doWithMethods(type, this::inspect, ReflectionUtils.USER_DECLARED_METHODS));
		return this.found.isEmpty() ? Map.of() : this.found;
	}

	private void inspect(Method method) {
		Method specific = AopUtils.getMostSpecificMethod(method, this.targetClass);
		PermitsDeclaration declaration = this.found.get(specific);
		if (declaration == null || !declaration.onMethod()) {
			declaration = declaration(method, specific);
			if (declaration != null) {
				this.found.put(specific, declaration);
			}
		}
	}

	private @Nullable PermitsDeclaration declaration(Method method, Method specific) {
		PermitsDeclaration declaration = PermitsDeclaration.on(specific);
		if (declaration == null && !specific.equals(method)) {
			declaration = PermitsDeclaration.on(method);
		}
		if (declaration == null && this.onType != null && isCovered(specific)) {
			declaration = this.onType;
		}
		return declaration;
	}

	private static boolean isCovered(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method);
	}

}
