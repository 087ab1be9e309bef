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

	static ParameterVariables of(Method method, ParameterNameDiscoverer discoverer) {
		Map<String, Integer> indexes = new LinkedHashMap<>();
		@Nullable String[] names = discoverer.getParameterNames(method);
		for (int i = 0; i < method.getParameterCount(); i++) {
			indexes.put("p" + i, i);
			indexes.put("a" + i, i);
		}
		for (int i = 0; names != null && i < names.length; i++) {
			String name = names[i];
			if (name != null) {
				indexes.put(name, i);
			}
		}
		return new ParameterVariables(indexes);
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
