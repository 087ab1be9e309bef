package dev.semaphore.spring.aop;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Knows the types whose work goes on after a method has returned them.
 */
final class AsynchronousTypes {

	private static final Set<Class<?>> IN_THE_JDK = Set.of(CompletionStage.class, Future.class, Callable.class,
			BaseStream.class, Flow.Publisher.class);

	/** By name: they may be absent. */
	private static final Set<String> ELSEWHERE = Set.of("org.reactivestreams.Publisher", "kotlinx.coroutines.flow.Flow",
			"kotlinx.coroutines.Job", "org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.context.request.async.WebAsyncTask",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

	private static final String ENTITY = "org.springframework.http.HttpEntity";

	private AsynchronousTypes() {
	}

	static boolean contains(Class<?> type) {
		return IN_THE_JDK.stream().anyMatch((known) -> known.isAssignableFrom(type))
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null || isNamed(type, ELSEWHERE);
	}

	/**
	 * Whether the work of it yields many values, one after the other.
	 */
	static boolean isOfMany(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		return BaseStream.class.isAssignableFrom(type) || (adapter != null && adapter.isMultiValue());
	}

	/**
	 * Whether it is an {@code HttpEntity} with an asynchronous body.
	 */
	static boolean isInBody(ResolvableType type) {
		Class<?> raw = type.toClass();
		return isNamed(raw, Set.of(ENTITY)) && type.hasGenerics() && contains(type.getGeneric(0).toClass());
	}

	private static boolean isNamed(@Nullable Class<?> type, Set<String> names) {
		if (type == null || names.contains(type.getName())) {
			return type != null;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isNamed(implemented, names)) {
				return true;
			}
		}
		return isNamed(type.getSuperclass(), names);
	}

}
