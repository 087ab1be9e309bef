package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterNameDiscoverer;

/**
 * The variables that an expression on a method may use.
 *
 * @param indexes the parameters' positions, by each of their names
 */
record ParameterVariables(Map<String, Integer> indexes) {

	private static final Set<String> ALWAYS = Set.of("root", "this");

	/**
	 * The names that the parameters have where the annotation stands, and those that they
	 * have in the method that runs: a lambda and a proxy have none, and a class may call
	 * them otherwise than its interface does.
	 */
	static ParameterVariables of(AnnotationSite site, ParameterNameDiscoverer discoverer) {
		Map<String, Integer> indexes = new LinkedHashMap<>();
		for (int i = 0; i < site.method().method().getParameterCount(); i++) {
			indexes.put("p" + i, i);
			indexes.put("a" + i, i);
		}
		put(site.method().method(), discoverer, indexes);
		put(site.declared(), discoverer, indexes);
		return new ParameterVariables(indexes);
	}

	private static void put(Method method, ParameterNameDiscoverer discoverer, Map<String, Integer> indexes) {
		@Nullable String[] names = discoverer.getParameterNames(method);
		for (int i = 0; names != null && i < names.length; i++) {
			String name = names[i];
			if (name != null) {
				indexes.put(name, i);
			}
		}
	}

	ParameterVariables only(Set<String> names) {
		Map<String, Integer> some = new LinkedHashMap<>(this.indexes);
		some.keySet().retainAll(names);
		return new ParameterVariables(some);
	}

	@Nullable Integer index(String name) {
		return ALWAYS.contains(name) ? null : this.indexes.get(name);
	}

	boolean knows(String name) {
		return ALWAYS.contains(name) || this.indexes.containsKey(name);
	}

	Set<String> names() {
		return this.indexes.keySet();
	}

	@Override
	public String toString() {
		return Stream.concat(this.indexes.keySet().stream().filter((name) -> !name.matches("a\\d+")), Stream.of("root"))
			.map((name) -> "#" + name)
			.collect(Collectors.joining(", "));
	}

}
