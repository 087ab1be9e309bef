package dev.semaphore.spring.web.reactive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import dev.semaphore.PermitRejectedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.annotation.ExceptionHandlerMappingInfo;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/**
 * Leads refusals past {@code @ExceptionHandler} methods of the application that catch
 * everything and would turn them into failures, to the
 * {@link RefusalWebExceptionHandler}. Where the application has one that names the
 * refusal, or none that catches everything, this comes last and changes nothing.
 */
@ControllerAdvice
public final class RefusalAdvice implements Ordered {

	private final ApplicationContext context;

	/**
	 * Creates the advice.
	 * @param context where the application's own advice is
	 */
	public RefusalAdvice(ApplicationContext context) {
		this.context = context;
	}

	@ExceptionHandler(PermitRejectedException.class)
	Mono<Void> pass(Throwable exception) {
		return Mono.error(exception);
	}

	/*
	 * WebFlux has nothing before its exception handlers, and asks advice in its order;
	 * advice is all or nothing, so the order is all there is to choose.
	 */
	@Override
	public int getOrder() {
		int order = LOWEST_PRECEDENCE;
		for (ControllerAdviceBean advice : others()) {
			ExceptionHandlerMappingInfo mapping = mapping(advice);
			if (mapping != null && mapping.getExceptionTypes().stream().anyMatch(RefusalAdvice::isRefusal)) {
				return LOWEST_PRECEDENCE;
			}
			if (mapping != null && advice.getOrder() > HIGHEST_PRECEDENCE) {
				order = Math.min(order, advice.getOrder() - 1);
			}
		}
		return order;
	}

	private static boolean isRefusal(Class<?> type) {
		return RejectedExecutionException.class.isAssignableFrom(type)
				&& type.isAssignableFrom(PermitRejectedException.class);
	}

	private static @Nullable ExceptionHandlerMappingInfo mapping(ControllerAdviceBean advice) {
		Class<?> type = advice.getBeanType();
		return (type != null) ? new ExceptionHandlerMethodResolver(type)
			.resolveExceptionMappingByExceptionType(PermitRejectedException.class, MediaType.ALL) : null;
	}

	private List<ControllerAdviceBean> others() {
		List<ControllerAdviceBean> others = new ArrayList<>();
		for (String name : this.context.getBeanNamesForAnnotation(ControllerAdvice.class)) {
			Class<?> type = this.context.getType(name);
			ControllerAdvice annotation = this.context.findAnnotationOnBean(name, ControllerAdvice.class);
			if (type != null && annotation != null && ClassUtils.getUserClass(type) != RefusalAdvice.class) {
				others.add(new ControllerAdviceBean(name, this.context, annotation));
			}
		}
		return others;
	}

}
