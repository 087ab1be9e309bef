package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.NearestName;
import dev.semaphore.spring.annotation.Permits;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds fallbacks.
 */
final class Fallbacks {

	private Fallbacks() {
	}

	/**
	 * The fallback of an annotation: of several that fit, one that takes the refusal.
	 * @param name the name of the method, or empty
	 * @param site the annotation
	 * @return the fallback, or null if the name is empty
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if no method fits
	 */
	static @Nullable Fallback find(String name, AnnotationSite site) {
		if (name.isEmpty()) {
			return null;
		}
		Set<Method> all = methods(site.method().targetClass());
		Method fallback = select(all, name, site.method(), true);
		boolean withRefusal = fallback != null;
		if (fallback == null) {
			fallback = select(all, name, site.method(), false);
		}
		if (fallback == null) {
			throw missing(all, name, site);
		}
		check(fallback, name, site);
		ReflectionUtils.makeAccessible(fallback);
		return new Fallback(fallback, withRefusal);
	}

	private static Set<Method> methods(Class<?> targetClass) {
		Set<Method> methods = new LinkedHashSet<>();
		ReflectionUtils.doWithMethods(targetClass, methods::add, ReflectionUtils.USER_DECLARED_METHODS);
		for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(targetClass)) {
			ReflectionUtils.doWithMethods(type, methods::add, (method) -> method.isDefault() && !method.isBridge());
		}
		return methods;
	}

	private static @Nullable Method select(Set<Method> all, String name, GuardedMethod guarded, boolean withRefusal) {
		return all.stream()
			.filter((method) -> method.getName().equals(name) && !method.equals(guarded.method()))
			.filter((method) -> parametersFit(method, guarded, withRefusal))
			.findFirst()
			.orElse(null);
	}

	private static boolean parametersFit(Method method, GuardedMethod guarded, boolean withRefusal) {
		// The last parameter of a suspending function is its continuation.
		int last = KotlinDetector.isSuspendingFunction(guarded.method()) ? 1 : 0;
		int count = guarded.method().getParameterCount();
		if (last > 0 && !KotlinDetector.isSuspendingFunction(method)) {
			return false;
		}
		if (method.getParameterCount() != (withRefusal ? count + 1 : count)) {
			return false;
		}
		for (int i = 0; i < count - last; i++) {
			ResolvableType own = ResolvableType.forMethodParameter(method, i, guarded.targetClass());
			ResolvableType given = ResolvableType.forMethodParameter(guarded.method(), i, guarded.targetClass());
			if (!ClassUtils.isAssignable(own.toClass(), given.toClass())) {
				return false;
			}
		}
		return !withRefusal || takesRefusal(method.getParameterTypes()[count - last]);
	}

	private static boolean takesRefusal(Class<?> type) {
		return Throwable.class.isAssignableFrom(type) && type.isAssignableFrom(PermitRejectedException.class);
	}

	private static void check(Method fallback, String name, AnnotationSite site) {
		Class<?> expected = site.method().returnType().toClass();
		Class<?> actual = ResolvableType.forMethodReturnType(fallback, site.method().targetClass()).toClass();
		if (expected != void.class && !ClassUtils.isAssignable(expected, actual)) {
			throw site.mistake("has the fallback '" + name + "', which returns " + actual.getName() + " instead of "
					+ expected.getName() + ".", "Let the fallback return " + expected.getName() + ".");
		}
		if (MergedAnnotations.from(fallback).isPresent(Permits.class)) {
			throw site.mistake(
					"has the fallback '" + name + "', which bears @Permits itself: that would not hold, since a "
							+ "fallback is called directly.",
					"Remove @Permits from the fallback, or let the fallback call another bean that bears it.");
		}
	}

	private static RuntimeException missing(Set<Method> all, String name, AnnotationSite site) {
		Set<String> names = all.stream().map(Method::getName).collect(Collectors.toSet());
		String parameters = Arrays.stream(site.method().method().getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		String reason = names.contains(name) ? "but no method of that name takes these parameters."
				: "but there is no such method." + NearestName.question(name, names);
		return site.mistake("has the fallback '" + name + "', " + reason,
				"Declare " + name + "(" + parameters + "), or the same with a PermitRejectedException as the last "
						+ "parameter, in " + site.method().targetClass().getName() + ".");
	}

}
