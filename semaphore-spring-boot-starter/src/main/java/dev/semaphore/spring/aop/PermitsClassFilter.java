package dev.semaphore.spring.aop;

import org.springframework.aop.ClassFilter;

/**
 * Matches the classes that have annotated methods.
 */
record PermitsClassFilter(PermitsOperationSource source) implements ClassFilter {

	@Override
	public boolean matches(Class<?> type) {
		return !this.source.methods(type).isEmpty();
	}

}
