package dev.semaphore.spring.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names under {@code semaphore.instances}, as they are spelt there.
 * <p>
 * Environment variables cannot spell dashes, dots or capitals:
 * {@code SEMAPHORE_INSTANCES_MYREPORTS_PERMITS} is about {@code my-reports} if that is
 * configured elsewhere, else about {@code myreports}. And since anything may be in the
 * environment, a variable makes a name known only if it ends in a property that exists.
 */
final class ConfiguredNames {

	static final ConfigurationPropertyName INSTANCES = ConfigurationPropertyName.of("semaphore.instances");

	private static final int NAME = INSTANCES.getNumberOfElements();

	private ConfiguredNames() {
	}

	/**
	 * The property under which a semaphore is configured.
	 */
	static ConfigurationPropertyName property(String name) {
		return INSTANCES
			.append(ConfigurationPropertyName.isValid(name) && name.indexOf('.') < 0 ? name : "[" + name + "]");
	}

	/**
	 * The names of the configured semaphores, sorted.
	 */
	static Set<String> in(Environment environment) {
		Set<String> names = new TreeSet<>();
		spellings(environment).values().forEach(names::addAll);
		return names;
	}

	/**
	 * The spellings of each name, under the form in which relaxed binding compares them.
	 * More than one spelling of a name is a mistake.
	 */
	static Map<String, Set<String>> spellings(Environment environment) {
		Map<String, Set<String>> spellings = new TreeMap<>();
		Map<String, String> fromVariables = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource properties) {
				boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				properties.stream().filter(INSTANCES::isAncestorOf).forEach((property) -> {
					String uniform = property.getElement(NAME, Form.UNIFORM);
					String spelling = property.getElement(NAME, Form.ORIGINAL);
					if (!variables) {
						spellings.computeIfAbsent(uniform, (key) -> new TreeSet<>()).add(spelling);
					}
					else if (endsInKnown(property)) {
						fromVariables.put(uniform, spelling);
					}
				});
			}
		}
		fromVariables.forEach((uniform, spelling) -> spellings.putIfAbsent(uniform, Set.of(spelling)));
		return spellings;
	}

	private static boolean endsInKnown(ConfigurationPropertyName property) {
		if (property.getNumberOfElements() != NAME + 2) {
			return false;
		}
		String last = property.getLastElement(Form.UNIFORM);
		Collection<String> known = KnownProperties.of(SemaphoreProperties.Instance.class);
		return known.stream().anyMatch((key) -> key.replace("-", "").equals(last));
	}

}
