package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * Which methods of a class a proxy intercepts.
 *
 * @param byInterface whether it is a proxy of interfaces
 * @param targetClass the class behind the proxy
 * @param offered the methods of the class that the interfaces offer, if it is one of
 * interfaces
 */
record ProxyReach(boolean byInterface, Class<?> targetClass, Set<Method> offered) {

	static ProxyReach of(Object proxy, Class<?> targetClass) {
		if (!Proxy.isProxyClass(proxy.getClass())) {
			return ofClass(targetClass);
		}
		Set<Method> offered = Arrays.stream(ClassUtils.getAllInterfaces(proxy))
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.map((method) -> AopUtils.getMostSpecificMethod(method, targetClass))
			.collect(Collectors.toSet());
		return new ProxyReach(true, targetClass, offered);
	}

	static ProxyReach ofClass(Class<?> targetClass) {
		return new ProxyReach(false, targetClass, Set.of());
	}

	/**
	 * Why a method is not intercepted, as the end of a sentence, or null if it is.
	 */
	@Nullable String obstacle(Method method) {
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers)) {
			return "the method is private, so that no proxy can intercept it.";
		}
		if (Modifier.isStatic(modifiers)) {
			return "the method is static, so that no proxy can intercept it.";
		}
		if (this.byInterface) {
			return this.offered.contains(method) ? null
					: "the bean is a proxy of its interfaces, and none of them has the method.";
		}
		if (Modifier.isFinal(modifiers)) {
			return "the method is final, so that no proxy can intercept it.";
		}
		boolean inPackage = !Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers);
		if (inPackage && !method.getDeclaringClass().getPackage().equals(this.targetClass.getPackage())) {
			return "the method is visible in its own package only, where its proxy is not.";
		}
		return null;
	}

}
