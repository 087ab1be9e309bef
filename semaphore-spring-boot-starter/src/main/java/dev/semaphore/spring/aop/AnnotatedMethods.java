package dev.semaphore.spring.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the methods of a class that {@link Permits @Permits} holds for.
 */
final class AnnotatedMethods {

	private static final List<String> PARTS_OF_A_REQUEST = List.of(
			"org.springframework.web.bind.annotation.ExceptionHandler",
			"org.springframework.web.bind.annotation.InitBinder",
			"org.springframework.web.bind.annotation.ModelAttribute",
			"org.springframework.messaging.handler.annotation.MessageExceptionHandler");

	private final Class<?> targetClass;

	private final Map<Class<?>, List<Permits>> annotatedTypes = new LinkedHashMap<>();

	private final Map<Method, List<PermitsDeclaration>> byTypes = new LinkedHashMap<>();

	private final Map<Method, List<PermitsDeclaration>> byMethods = new LinkedHashMap<>();

	private AnnotatedMethods(Class<?> targetClass) {
		this.targetClass = targetClass;
		MergedAnnotations.from(targetClass, SearchStrategy.TYPE_HIERARCHY)
			.stream(Permits.class)
			.map(MergedAnnotation::getSource)
			.filter(Class.class::isInstance)
			.forEach((type) -> this.annotatedTypes.computeIfAbsent((Class<?>) type, AnnotatedMethods::permits));
	}

	/**
	 * The methods as they are in the class itself: of several that override or implement
	 * one another the most specific, never a bridge.
	 */
	static Map<Method, PermitsDeclaration> of(Class<?> targetClass) {
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
		Map<Method, PermitsDeclaration> found = new LinkedHashMap<>();
		this.byTypes.forEach((method, all) -> found.put(method, PermitsDeclaration.mostSpecific(all)));
		this.byMethods.forEach((method, all) -> found.put(method, PermitsDeclaration.mostSpecific(all)));
		return found.isEmpty() ? Map.of() : found;
	}

	private void inspect(Method method) {
		List<Permits> permits = permits(method);
		if (permits.isEmpty() && this.annotatedTypes.isEmpty()) {
			return;
		}
		Method specific = AopUtils.getMostSpecificMethod(method, this.targetClass);
		if (!permits.isEmpty() && (specific.equals(method) || permits(specific).isEmpty())) {
			this.byMethods.computeIfAbsent(specific, (key) -> new ArrayList<>())
				.add(new PermitsDeclaration(permits, method, method));
		}
		if (!this.annotatedTypes.isEmpty() && isCovered(specific)) {
			this.annotatedTypes.forEach((type, ofType) -> {
				if (offers(type, method)) {
					this.byTypes.computeIfAbsent(specific, (key) -> new ArrayList<>())
						.add(new PermitsDeclaration(ofType, type, method));
				}
			});
		}
	}

	/** Those that stand on the element itself, by whatever annotation. */
	private static List<Permits> permits(AnnotatedElement element) {
		try {
			return MergedAnnotations.from(element).stream(Permits.class).map(MergedAnnotation::synthesize).toList();
		}
		catch (AnnotationConfigurationException ex) {
			throw new SemaphoreConfigurationException(
					"@Permits on " + PermitsDeclaration.describe(element) + " contradicts itself: " + ex.getMessage(),
					"Name the semaphore once: @Permits(\"reports\").");
		}
	}

	private static boolean isCovered(Method method) {
		return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !ReflectionUtils.isObjectMethod(method) && !isPartOfARequest(method);
	}

	/**
	 * Whether the framework calls a method while it serves a request that another method
	 * of the class answers: the annotation of a controller must not refuse the handler of
	 * its refusals.
	 */
	private static boolean isPartOfARequest(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return PARTS_OF_A_REQUEST.stream().anyMatch(annotations::isPresent)
				&& !annotations.isPresent("org.springframework.web.bind.annotation.RequestMapping");
	}

	/** A class covers whatever its subclasses add; an interface what it has itself. */
	private static boolean offers(Class<?> type, Method method) {
		Class<?> declaring = method.getDeclaringClass();
		return !type.isInterface() || (declaring.isInterface() && declaring.isAssignableFrom(type));
	}

}
