package dev.semaphore.spring.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.jspecify.annotations.Nullable;

/**
 * The annotations that hold for a method, and where they were found.
 *
 * @param permits one or more
 * @param source the method, or the type, that they stand on
 * @param method the method as the source knows it: on an interface its parameters may
 * have other names, or names at all
 * @param rival where others stand that hold as much and differ, or null
 */
record PermitsDeclaration(List<Permits> permits, AnnotatedElement source, Method method,
		@Nullable AnnotatedElement rival) {

	PermitsDeclaration(List<Permits> permits, AnnotatedElement source, Method method) {
		this(permits, source, method, null);
	}

	/**
	 * Of several the one whose type extends those of the others.
	 * @param candidates one or more
	 */
	static PermitsDeclaration mostSpecific(List<PermitsDeclaration> candidates) {
		List<PermitsDeclaration> left = candidates.stream()
			.filter((candidate) -> candidates.stream().noneMatch((other) -> other.isMoreSpecificThan(candidate)))
			.toList();
		PermitsDeclaration first = left.get(0);
		return left.stream()
			.filter((other) -> !other.permits.equals(first.permits))
			.findFirst()
			.map((rival) -> new PermitsDeclaration(first.permits, first.source, first.method, rival.source))
			.orElse(first);
	}

	private boolean isMoreSpecificThan(PermitsDeclaration other) {
		return !type().equals(other.type()) && other.type().isAssignableFrom(type());
	}

	private Class<?> type() {
		return (this.source instanceof Class<?> type) ? type : this.method.getDeclaringClass();
	}

	/**
	 * Refuses to choose between annotations of which neither is nearer.
	 */
	void refuseRival(GuardedMethod guarded) {
		if (this.rival != null) {
			throw new SemaphoreConfigurationException(
					"@Permits on " + describe(this.source) + " and on " + describe(this.rival)
							+ " differ, and both hold for " + guarded + ".",
					"Put @Permits on the method itself: that replaces what its interfaces and superclasses say.");
		}
	}

	static String describe(AnnotatedElement source) {
		return (source instanceof Method method) ? method.getDeclaringClass().getName() + "." + method.getName()
				: ((Class<?>) source).getName();
	}

}
