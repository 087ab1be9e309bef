package dev.semaphore.spring.aop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Finds the hold for a class, as far as the libraries are there that it is from.
 */
final class Holds {

	private static final String ENTITY = "org.springframework.http.HttpEntity";

	private static final Hold STAGE = new StageHold();

	private static final Map<Class<?>, Hold> BY_TYPE = byType();

	private Holds() {
	}

	/**
	 * The hold for values of a class, or null if the work of such values is over when
	 * they are returned.
	 */
	static @Nullable Hold of(Class<?> type) {
		if (CompletionStage.class.isAssignableFrom(type)) {
			return STAGE;
		}
		if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null) {
			// Before others: some of Reactor's own are callables, too.
			return new PublisherHold();
		}
		for (Map.Entry<Class<?>, Hold> candidate : BY_TYPE.entrySet()) {
			if (candidate.getKey().isAssignableFrom(type)) {
				return candidate.getValue();
			}
		}
		return null;
	}

	/**
	 * Whether it is an {@code HttpEntity}, which has its work in its body.
	 */
	static boolean isEntity(Class<?> type) {
		Class<?> entity = find(ENTITY);
		return entity != null && entity.isAssignableFrom(type);
	}

	private static Map<Class<?>, Hold> byType() {
		Map<Class<?>, Hold> holds = new LinkedHashMap<>();
		holds.put(Future.class, STAGE);
		holds.put(BaseStream.class, new StreamHold());
		holds.put(Callable.class, new CallableHold());
		// No references to constructors: those load the class at once.
		String async = "org.springframework.web.context.request.async.";
		add(holds, async + "DeferredResult", () -> new DeferredResultHold());
		add(holds, async + "WebAsyncTask", () -> new WebAsyncTaskHold());
		String mvc = "org.springframework.web.servlet.mvc.method.annotation.";
		add(holds, mvc + "ResponseBodyEmitter", () -> new EmitterHold());
		add(holds, mvc + "StreamingResponseBody", () -> new StreamingBodyHold());
		return holds;
	}

	private static void add(Map<Class<?>, Hold> holds, String type, Supplier<Hold> hold) {
		Class<?> found = find(type);
		if (found != null) {
			holds.put(found, hold.get());
		}
	}

	private static @Nullable Class<?> find(String name) {
		ClassLoader classLoader = Holds.class.getClassLoader();
		return ClassUtils.isPresent(name, classLoader) ? ClassUtils.resolveClassName(name, classLoader) : null;
	}

}
