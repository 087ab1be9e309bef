package dev.semaphore.spring.autoconfigure;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Says where properties stand, for messages.
 */
public final class PropertyOrigins {

	private final Environment environment;

	/**
	 * Creates it.
	 * @param environment has the properties
	 */
	public PropertyOrigins(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Whether a property is set.
	 */
	boolean isSet(ConfigurationPropertyName name) {
		return find(name) != null;
	}

	/**
	 * A property's name and where it stands.
	 * @param name the name
	 * @return <code>semaphore.enabled (class path resource [application.yml] - 3:12)</code>,
	 * or the name alone if the place is unknown
	 */
	public String describe(ConfigurationPropertyName name) {
		return describe(name, find(name));
	}

	/**
	 * The same for an entry of a map, whose key is shown as it is spelt.
	 * @param map the name of the map
	 * @param key the key
	 * @return its name and where it stands
	 */
	public String describe(ConfigurationPropertyName map, String key) {
		ConfigurationProperty entry = find(ConfigurationPropertyName.adapt(map + "." + key, '.'));
		return map + "." + key + where(entry);
	}

	/**
	 * The same for the first property beneath a name.
	 * @param name the name of properties of which one is set
	 * @return the name and where that property stands
	 */
	public String describeFirstBeneath(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource properties) {
				ConfigurationProperty first = properties.stream()
					.filter((property) -> name.isAncestorOf(property) || name.equals(property))
					.map(properties::getConfigurationProperty)
					.filter(Objects::nonNull)
					.findFirst()
					.orElse(null);
				if (first != null) {
					return describe(name, first);
				}
			}
		}
		return name.toString();
	}

	static String describe(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
		return name + where(property);
	}

	private static String where(@Nullable ConfigurationProperty property) {
		Origin origin = (property != null) ? property.getOrigin() : null;
		return (origin != null) ? " (" + origin + ")" : "";
	}

	private @Nullable ConfigurationProperty find(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

}
