package dev.semaphore.spring.web.servlet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.ExceptionHandlerMappingInfo;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/**
 * The application's own {@code @ExceptionHandler} methods. Meant for a refusal are those
 * of the controller itself, and those of a {@code @ControllerAdvice} that name the
 * refusal, an exception around it, or a superclass of either; but not one that catches
 * {@link RuntimeException}, {@link Exception} or {@link Throwable}: that is for what
 * nobody expects.
 */
final class UserExceptionHandlers {

	private static final Set<Class<?>> EVERYTHING = Set.of(RuntimeException.class, Exception.class, Throwable.class);

	private final Map<Class<?>, ExceptionHandlerMethodResolver> controllers = new ConcurrentHashMap<>();

	private final SingletonSupplier<Map<ControllerAdviceBean, ExceptionHandlerMethodResolver>> advice;

	UserExceptionHandlers(ApplicationContext context) {
		this.advice = SingletonSupplier.of(() -> advice(context));
	}

	private static Map<ControllerAdviceBean, ExceptionHandlerMethodResolver> advice(ApplicationContext context) {
		Map<ControllerAdviceBean, ExceptionHandlerMethodResolver> advice = new LinkedHashMap<>();
		for (ControllerAdviceBean bean : ControllerAdviceBean.findAnnotatedBeans(context)) {
			Class<?> type = bean.getBeanType();
			if (type != null) {
				advice.put(bean, new ExceptionHandlerMethodResolver(type));
			}
		}
		return advice;
	}

	/**
	 * Whether one of them is meant for an exception or for one of its causes, down to the
	 * refusal.
	 */
	boolean handle(Throwable exception, Throwable refusal, @Nullable Object handler) {
		Class<?> controller = null;
		if (handler instanceof HandlerMethod method) {
			if (controller(method.getBeanType()).resolveMethodByThrowable(exception) != null) {
				return true;
			}
			controller = AopUtils.getTargetClass(method.getBean());
		}
		for (Throwable candidate = exception; candidate != null; candidate = candidate.getCause()) {
			if (isNamedByAdvice(candidate, controller)) {
				return true;
			}
			if (candidate == refusal) {
				break;
			}
		}
		return false;
	}

	private ExceptionHandlerMethodResolver controller(Class<?> type) {
		return this.controllers.computeIfAbsent(type, ExceptionHandlerMethodResolver::new);
	}

	private boolean isNamedByAdvice(Throwable exception, @Nullable Class<?> controller) {
		return this.advice.obtain()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isApplicableToBeanType(controller))
			.anyMatch((entry) -> isNamed(exception, entry.getValue()));
	}

	private static boolean isNamed(Throwable exception, ExceptionHandlerMethodResolver resolver) {
		ExceptionHandlerMappingInfo mapping = resolver.resolveExceptionMappingByExceptionType(exception.getClass(),
				MediaType.ALL);
		return mapping != null && mapping.getExceptionTypes()
			.stream()
			.anyMatch((type) -> type.isInstance(exception) && !EVERYTHING.contains(type));
	}

}
