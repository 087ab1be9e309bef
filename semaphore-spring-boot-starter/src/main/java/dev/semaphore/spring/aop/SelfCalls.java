package dev.semaphore.spring.aop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Warns of objects that call annotated methods of their own: such a call does not pass
 * the proxy. Looks at the class files; where there are none, as in a native image, it
 * finds nothing.
 */
final class SelfCalls {

	private static final Log logger = LogFactory.getLog(SelfCalls.class);

	private final Set<Class<?>> seen = ConcurrentHashMap.newKeySet();

	/**
	 * Warns of the calls in a class, once, and in those that it extends.
	 */
	void warn(GuardedMethods methods) {
		if (!this.seen.add(methods.targetClass()) || !logger.isWarnEnabled()) {
			return;
		}
		Map<String, Method> guarded = new HashMap<>();
		methods.methods().forEach((method) -> guarded.put(method.getName() + Type.getMethodDescriptor(method), method));
		Class<?> type = methods.targetClass();
		while (type != null && type != Object.class) {
			for (SelfCall call : find(type, guarded)) {
				warn(call, methods);
			}
			type = type.getSuperclass();
		}
	}

	private static Set<SelfCall> find(Class<?> type, Map<String, Method> guarded) {
		try (InputStream file = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
			if (file != null) {
				SelfCallVisitor visitor = new SelfCallVisitor(type, guarded);
				new ClassReader(file).accept(visitor, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
				return visitor.found();
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.debug("Cannot look for calls of " + type.getName() + " to itself", ex);
		}
		return Set.of();
	}

	private static void warn(SelfCall call, GuardedMethods methods) {
		Set<String> taken = semaphores(call.method(), methods);
		boolean held = methods.methods()
			.stream()
			.filter((method) -> method.getName().equals(call.caller()))
			.anyMatch((method) -> semaphores(method, methods).containsAll(taken));
		if (!held) {
			logger.warn(methods.targetClass().getName() + "." + call.caller() + " calls "
					+ new GuardedMethod(call.method(), methods.targetClass())
					+ " of its own object: that does not pass the proxy, and takes no permit of " + taken
					+ ". Move one of the two to another bean, or take the permit by PermitsOperations.");
		}
	}

	private static Set<String> semaphores(@Nullable Method method, GuardedMethods methods) {
		PermitsOperation operation = (method != null) ? methods.operation(method) : null;
		return (operation != null) ? operation.claims().stream().map(Claim::semaphore).collect(Collectors.toSet())
				: Set.of();
	}

}
