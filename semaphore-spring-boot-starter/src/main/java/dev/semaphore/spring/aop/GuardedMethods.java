package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;

/**
 * The annotated methods of one class with their operations, each parsed once.
 */
final class GuardedMethods {

	private final Class<?> targetClass;

	private final Map<Method, PermitsDeclaration> declarations;

	private final OperationParser parser;

	/** By the method that was called: the class's own, a bridge, or an interface's. */
	private final Map<Method, PermitsOperation> operations = new ConcurrentHashMap<>();

	GuardedMethods(Class<?> targetClass, OperationParser parser) {
		this.targetClass = targetClass;
		this.declarations = AnnotatedMethods.of(targetClass);
		this.parser = parser;
	}

	Class<?> targetClass() {
		return this.targetClass;
	}

	boolean isEmpty() {
		return this.declarations.isEmpty();
	}

	boolean contains(Method method) {
		return this.declarations.containsKey(specific(method));
	}

	Set<Method> methods() {
		return this.declarations.keySet();
	}

	@Nullable PermitsDeclaration declaration(Method method) {
		return this.declarations.get(specific(method));
	}

	/**
	 * The operation of a method as it was called, or null if it is not annotated.
	 */
	@Nullable PermitsOperation operation(Method method) {
		PermitsOperation operation = this.operations.get(method);
		return (operation != null) ? operation : parse(method);
	}

	private @Nullable PermitsOperation parse(Method method) {
		Method specific = specific(method);
		PermitsDeclaration declaration = this.declarations.get(specific);
		if (declaration == null) {
			return null;
		}
		PermitsOperation operation = this.operations.computeIfAbsent(specific,
				(key) -> this.parser.parse(new GuardedMethod(key, this.targetClass), declaration));
		this.operations.put(method, operation);
		return operation;
	}

	private Method specific(Method method) {
		return AopUtils.getMostSpecificMethod(method, this.targetClass);
	}

}
