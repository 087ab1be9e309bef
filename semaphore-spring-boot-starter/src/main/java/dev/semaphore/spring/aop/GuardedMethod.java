package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;

/**
 * A method behind a semaphore, of the class whose instances it is called on.
 *
 * @param method the most specific method
 * @param targetClass the class of the bean, without proxies
 */
record GuardedMethod(Method method, Class<?> targetClass) {

	/**
	 * The return type with the type variables filled in that the class fixes.
	 */
	ResolvableType returnType() {
		return ResolvableType.forMethodReturnType(this.method, this.targetClass);
	}

	/**
	 * A short name for lists of holders.
	 */
	String caller() {
		return this.targetClass.getName() + "." + this.method.getName();
	}

	/**
	 * The name with the types of the parameters, for messages.
	 */
	@Override
	public String toString() {
		return caller() + Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
	}

}
