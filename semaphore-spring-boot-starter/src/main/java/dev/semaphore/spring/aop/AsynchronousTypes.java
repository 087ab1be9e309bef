package dev.semaphore.spring.aop;

import java.util.Set;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Knows the types whose work goes on after a method has returned them.
 */
final class AsynchronousTypes {

	/** Those without a {@link Hold}, by name: most may be absent. */
	private static final Set<String> UNKNOWN = Set.of("java.util.concurrent.Flow$Publisher",
			"org.reactivestreams.Publisher", "kotlinx.coroutines.flow.Flow", "kotlinx.coroutines.Job");

	private AsynchronousTypes() {
	}

	static boolean contains(Class<?> type) {
		return Holds.of(type) != null || isNamed(type, UNKNOWN);
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
		return Holds.isEntity(type.toClass()) && type.hasGenerics() && contains(type.getGeneric(0).toClass());
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
