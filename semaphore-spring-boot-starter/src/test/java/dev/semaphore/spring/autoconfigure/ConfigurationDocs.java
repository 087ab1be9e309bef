package dev.semaphore.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.semaphore.spring.autoconfigure.ConfigurationMetadata.Property;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Writes {@code docs/configuration.md} from the metadata.
 */
final class ConfigurationDocs {

	private static final String DEFAULTS = "semaphore.defaults.";

	private static final String TEMPLATE = """
			# Configuration

			Made from the configuration metadata; the descriptions stand in `SemaphoreProperties`. After changing them:
			`mvn -pl semaphore-spring-boot-starter -am test -Dtest=ConfigurationDocsTests -Dsurefire.failIfNoSpecifiedTests=false -Dupdate-docs=true`

			```yaml
			semaphore:
			  defaults:               # any property of an instance, for all instances
			    max-wait: 1s
			  instances:
			    reports:
			      permits: 4
			    batches:
			      permits: 64
			      max-queue: 100
			    "[exports.pdf]":      # a name with dots stands in brackets
			      permits: 2
			      max-wait: 0         # refuse at once
			```

			A property that is not listed here stops the start, and the message names the nearest that is. That holds for files and the command line; other
			variables in the environment that begin with `SEMAPHORE_` are not our business. `SEMAPHORE_INSTANCES_REPORTS_PERMITS=8`
			overrides a number from outside; dashes in a name are left out there (`SEMAPHORE_INSTANCES_MYREPORTS_PERMITS`).

			## Everything

			%s
			## One semaphore

			Under `semaphore.instances.<name>`, or for all of them under `semaphore.defaults`. What a semaphore does not say it has from the
			defaults, property by property.

			%s%s""";

	private final List<Property> properties;

	ConfigurationDocs(ConfigurationMetadata metadata) {
		this.properties = metadata.properties();
	}

	String write() {
		String others = table((name) -> !name.startsWith("semaphore."));
		return TEMPLATE.formatted(table((name) -> name.startsWith("semaphore.") && !name.startsWith(DEFAULTS)),
				table((name) -> name.startsWith(DEFAULTS)),
				others.isEmpty() ? "" : "\n## Actuator and others\n\n" + others);
	}

	private String table(Predicate<String> names) {
		List<String> rows = this.properties.stream()
			.filter((property) -> names.test(property.name()))
			.map(this::row)
			.toList();
		return rows.isEmpty() ? "" : "| property | type | default | |\n|---|---|---|---|\n" + String.join("", rows);
	}

	private String row(Property property) {
		String name = property.name().startsWith(DEFAULTS) ? property.name().substring(DEFAULTS.length())
				: property.name();
		Object defaultValue = property.defaultValue();
		return "| `" + name + "` | " + type(property.type()) + " | "
				+ ((defaultValue != null) ? "`" + defaultValue + "`" : "") + " | " + property.description()
				+ values(property) + " |\n";
	}

	private static String values(Property property) {
		return property.values()
			.stream()
			.map((value) -> "<br>`" + value.get("value") + "`: " + value.get("description"))
			.collect(Collectors.joining());
	}

	private static String type(@Nullable String name) {
		if (name == null) {
			return "";
		}
		Class<?> type = ClassUtils.resolveClassName(name.replaceAll("<.*>", ""), null);
		return type.isEnum() ? Arrays.stream(type.getEnumConstants())
			.map((constant) -> "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
			.collect(Collectors.joining(", ")) : type.getSimpleName().toLowerCase(Locale.ROOT);
	}

}
