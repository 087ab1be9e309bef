package dev.semaphore.spring.aop;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * The styles of reactive types, as far as their libraries are there.
 */
final class ReactiveReturnStyles {

	private static final String MONO = "reactor.core.publisher.Mono";

	private ReactiveReturnStyles() {
	}

	/**
	 * The style of a type, or null if it is none that an adapter makes.
	 */
	static @Nullable ReturnStyle of(Class<?> type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
		if (adapter == null || !type.isAssignableFrom(adapter.getReactiveType())) {
			return null;
		}
		return of(adapter);
	}

	static ReactiveReturnStyle of(ReactiveAdapter adapter) {
		return adapter.getReactiveType().getName().equals(MONO) ? new MonoReturnStyle(adapter)
				: new ReactiveReturnStyle(adapter);
	}

	/**
	 * The style of suspending functions, which Spring hands on as the type they are
	 * adapted to.
	 */
	static @Nullable ReturnStyle ofSuspending(Class<?> returned) {
		ClassLoader classLoader = ReactiveReturnStyles.class.getClassLoader();
		boolean flow = returned.getName().equals("kotlinx.coroutines.flow.Flow");
		String name = flow ? "reactor.core.publisher.Flux" : MONO;
		return ClassUtils.isPresent(name, classLoader) ? of(ClassUtils.resolveClassName(name, classLoader)) : null;
	}

}
