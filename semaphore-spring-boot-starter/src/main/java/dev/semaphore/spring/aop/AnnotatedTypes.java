package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ReflectionUtils;

/**
 * Knows the classes that {@link Permits @Permits} may hold for from those of most beans,
 * for which it does not. Each type is looked through once, however many beans share it:
 * during the start that is all that most of them cost. Thread-safe.
 */
final class AnnotatedTypes {

	private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

	/**
	 * Whether the annotation stands, by whatever annotation, on the class, what it
	 * extends or implements, or a method of these.
	 */
	boolean isAnnotated(Class<?> type) {
		Boolean annotated = this.known.get(type);
		if (annotated == null) {
			annotated = look(type);
			this.known.put(type, annotated);
		}
		return annotated;
	}

	/** Forgets what it has seen, for what is rarely asked from now on. */
	void forget() {
		this.known.clear();
	}

	private boolean look(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, Permits.class)) {
			return false;
		}
		if (isItself(type) || (type.getSuperclass() != null && isAnnotated(type.getSuperclass()))) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isAnnotated(implemented)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isItself(Class<?> type) {
		if (Proxy.isProxyClass(type)) {
			return false;
		}
		if (MergedAnnotations.from(type).isPresent(Permits.class)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			// A bridge is slow to look at, and its method is here or further up itself.
			if (!method.isBridge() && MergedAnnotations.from(method).isPresent(Permits.class)) {
				return true;
			}
		}
		return false;
	}

}
