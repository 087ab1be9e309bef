package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What annotated methods need of reflection: their fallbacks, what expressions may ask
 * their arguments for, and proxies of what is to be closed. What an expression asks of
 * other beans, or of what its arguments return, nobody can tell.
 */
final class AnnotationHints {

	private final RuntimeHints hints;

	AnnotationHints(RuntimeHints hints) {
		this.hints = hints;
	}

	void register(Class<?> type, Method method, List<Permits> permits) {
		for (Permits one : permits) {
			if (!one.fallback().isEmpty()) {
				registerFallback(type, one.fallback());
			}
			if (Stream.of(one.weight(), one.key(), one.priority()).anyMatch(AnnotationHints::isExpression)) {
				registerArguments(method);
			}
			if (one.release() == Release.COMPLETE) {
				registerCloseable(method.getReturnType());
			}
		}
	}

	private static boolean isExpression(String text) {
		return text.contains("#") || text.contains("@");
	}

	private void registerFallback(Class<?> type, String name) {
		ReflectionUtils.MethodFilter named = (method) -> method.getName().equals(name);
		ReflectionUtils.doWithMethods(type, this::register, named);
		ClassUtils.getAllInterfacesForClassAsSet(type)
			.forEach((implemented) -> ReflectionUtils.doWithMethods(implemented, this::register, named));
	}

	private void register(Method method) {
		this.hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
	}

	private void registerArguments(Method method) {
		this.hints.reflection().registerType(ExpressionRoot.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (Class<?> parameter : method.getParameterTypes()) {
			if (!parameter.isPrimitive()) {
				this.hints.reflection()
					.registerType(parameter, MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_PUBLIC_FIELDS);
			}
		}
	}

	private void registerCloseable(Class<?> returned) {
		if (returned.isInterface()) {
			this.hints.proxies()
				.registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(returned, AutoCloseable.class));
		}
	}

}
