package dev.semaphore.spring.autoconfigure.web;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.PropertyOrigins;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.StringUtils;

/**
 * Says what is wrong with the properties of routes.
 *
 * @param origins where they stand
 */
record RouteMistakes(PropertyOrigins origins) {

	/**
	 * A value that must be there.
	 * @param what what to set it to
	 */
	String required(ConfigurationPropertyName name, @Nullable String value, String what) {
		if (value == null || !StringUtils.hasText(value)) {
			throw missing(name, what);
		}
		return value;
	}

	SemaphoreConfigurationException missing(ConfigurationPropertyName name, String what) {
		return new SemaphoreConfigurationException(this.origins.describeFirstBeneath(name.getParent())
				+ " is without the property '" + name.getLastElement(Form.DASHED) + "'.",
				"Set " + name + " to " + what + ".");
	}

	SemaphoreConfigurationException mistake(ConfigurationPropertyName name, Object value, String what, String remedy) {
		return new SemaphoreConfigurationException(this.origins.describe(name) + ": '" + value + "' " + what, remedy);
	}

	SemaphoreConfigurationException mistake(ConfigurationPropertyName name, String what, String remedy) {
		return new SemaphoreConfigurationException(this.origins.describeFirstBeneath(name) + " " + what, remedy);
	}

}
