package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The properties that somebody on the class path has described.
 */
final class KnownProperties {

	private static final Set<ConfigurationPropertyName> NAMES = read();

	private static final Set<ConfigurationPropertyName> AREAS = NAMES.stream()
		.map(KnownProperties::area)
		.collect(Collectors.toSet());

	private KnownProperties() {
	}

	/**
	 * Whether nobody knows this property, though others of its area are known, such as
	 * {@code spring.datasource}. What an application calls its own, or a library that is
	 * not here, cannot be judged.
	 * @param property its name
	 * @return whether it is a mistake
	 */
	static boolean lacks(String property) {
		return AREAS.contains(area(adapt(property))) && !has(property);
	}

	/**
	 * Whether somebody has described this property.
	 * @param property its name
	 * @return whether it is known
	 */
	static boolean has(String property) {
		ConfigurationPropertyName name = adapt(property);
		return NAMES.stream().anyMatch((known) -> known.equals(name) || known.isAncestorOf(name));
	}

	/** As Boot does it: keys of maps may be in capitals. */
	private static ConfigurationPropertyName adapt(String property) {
		return ConfigurationPropertyName.adapt(property, '.');
	}

	private static ConfigurationPropertyName area(ConfigurationPropertyName name) {
		return name.chop(Math.min(2, name.getNumberOfElements()));
	}

	private static Set<ConfigurationPropertyName> read() {
		try {
			Resource[] files = new PathMatchingResourcePatternResolver()
				.getResources("classpath*:META-INF/spring-configuration-metadata.json");
			return Stream.of(files).flatMap(KnownProperties::names).collect(Collectors.toCollection(TreeSet::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<ConfigurationPropertyName> names(Resource file) {
		try (InputStream content = file.getInputStream()) {
			return new JsonMapper().readTree(content)
				.path("properties")
				.valueStream()
				.map((property) -> ConfigurationPropertyName.of(property.path("name").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
