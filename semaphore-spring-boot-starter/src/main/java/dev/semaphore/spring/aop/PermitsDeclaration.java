package dev.semaphore.spring.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;

import dev.semaphore.spring.annotation.Permits;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The annotations that hold for a method, and where they were found.
 *
 * @param permits one or more
 * @param source the method, or the type, that they stand on
 */
record PermitsDeclaration(List<Permits> permits, Object source) {

	/**
	 * Those of the element, or else of what it overrides, implements or extends: the
	 * nearest one that has any.
	 */
	static @Nullable PermitsDeclaration on(AnnotatedElement element) {
		List<MergedAnnotation<Permits>> found = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(Permits.class)
			.toList();
		if (found.isEmpty()) {
			return null;
		}
		int nearest = found.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().orElseThrow();
		List<MergedAnnotation<Permits>> chosen = found.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == nearest)
			.toList();
		Object source = chosen.get(0).getSource();
		return new PermitsDeclaration(chosen.stream().map(MergedAnnotation::synthesize).toList(),
				(source != null) ? source : element);
	}

	boolean onMethod() {
		return this.source instanceof Method;
	}

}
