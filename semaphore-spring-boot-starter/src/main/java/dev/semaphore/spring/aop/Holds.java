package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Finds the hold for a class, as far as the libraries are there that it is from.
 */
final class Holds {

	private static final String ENTITY = "org.springframework.http.HttpEntity";

	private static final Hold<?> STAGE = new StageHold();

	private static final List<Hold<?>> HOLDS = holds();

	private Holds() {
	}

	/**
	 * The hold for values of a class, or null if the work of such values is over when
	 * they are returned.
	 */
	static @Nullable Hold<?> of(Class<?> type) {
		if (CompletionStage.class.isAssignableFrom(type)) {
			return STAGE;
		}
		if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null) {
			// Before others: some of Reactor's own are callables, too.
			return new PublisherHold();
		}
		for (Hold<?> candidate : HOLDS) {
			if (candidate.type().isAssignableFrom(type)) {
				return candidate;
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

	private static List<Hold<?>> holds() {
		List<Hold<?>> holds = new ArrayList<>(List.of(new FutureHold(), new StreamHold(), new CallableHold()));
		// No references to constructors: those load the class at once.
		String async = "org.springframework.web.context.request.async.";
		add(holds, async + "DeferredResult", () -> new DeferredResultHold());
		add(holds, async + "WebAsyncTask", () -> new WebAsyncTaskHold());
		String mvc = "org.springframework.web.servlet.mvc.method.annotation.";
		add(holds, mvc + "ResponseBodyEmitter", () -> new EmitterHold());
		add(holds, mvc + "StreamingResponseBody", () -> new StreamingBodyHold());
		return List.copyOf(holds);
	}

	private static void add(List<Hold<?>> holds, String type, Supplier<Hold<?>> hold) {
		if (find(type) != null) {
			holds.add(hold.get());
		}
	}

	private static @Nullable Class<?> find(String name) {
		ClassLoader classLoader = Holds.class.getClassLoader();
		return ClassUtils.isPresent(name, classLoader) ? ClassUtils.resolveClassName(name, classLoader) : null;
	}

}
