package dev.semaphore.spring.aop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.ClassUtils;

/**
 * The annotated methods of every class that was asked for, each class looked through
 * once. Thread-safe.
 */
final class PermitsOperationSource {

	private final Map<Class<?>, GuardedMethods> byClass = new ConcurrentHashMap<>(256);

	private final AnnotatedTypes types = new AnnotatedTypes();

	private final OperationParser parser;

	private final GuardedMethods none;

	PermitsOperationSource(OperationParser parser) {
		this.parser = parser;
		this.none = new GuardedMethods(Object.class, parser);
	}

	/**
	 * The annotated methods of a class.
	 * @param targetClass a bean's class; for a class that a proxy generated, the class
	 * that it extends
	 */
	GuardedMethods methods(Class<?> targetClass) {
		GuardedMethods methods = this.byClass.get(targetClass);
		return (methods != null) ? methods : this.byClass.computeIfAbsent(targetClass, this::inspect);
	}

	/** To be told when most beans were asked for. */
	void started() {
		this.types.forget();
	}

	private GuardedMethods inspect(Class<?> targetClass) {
		Class<?> userClass = ClassUtils.getUserClass(targetClass);
		if (!this.types.isAnnotated(userClass)) {
			return this.none;
		}
		GuardedMethods methods = new GuardedMethods(userClass, this.parser);
		// What is not annotated is most of an application: one shared object suffices.
		return methods.isEmpty() ? this.none : methods;
	}

}
