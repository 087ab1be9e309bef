package dev.semaphore.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import dev.semaphore.spring.SemaphoreConfigurationException;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * No property may be unknown, or a slip of the pen would be ignored. Environment
 * variables and system properties are not looked at, as Boot does not: they are shared
 * with others.
 */
final class UnknownPropertiesCheck {

	private static final Bindable<SemaphoreProperties> PROPERTIES = Bindable.of(SemaphoreProperties.class);

	private final Environment environment;

	UnknownPropertiesCheck(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The properties, since they had to be read for this.
	 */
	SemaphoreProperties run() {
		Binder binder = Binder.get(this.environment);
		try {
			return binder.bindOrCreate("semaphore", PROPERTIES, new PresentPropertiesBindHandler(
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter())));
		}
		catch (BindException ex) {
			if (!(ex.getCause() instanceof UnboundConfigurationPropertiesException unbound)) {
				throw ex;
			}
			List<UnknownProperty> unknown = unbound.getUnboundProperties()
				.stream()
				.filter((property) -> !isEmptyInstance(property))
				.map(UnknownProperty::new)
				.toList();
			if (!unknown.isEmpty()) {
				throw exception(unknown);
			}
			return binder.bindOrCreate("semaphore", PROPERTIES);
		}
	}

	/**
	 * {@code reports: {}}, or with nothing behind the colon: all its properties are those
	 * of the defaults.
	 */
	private static boolean isEmptyInstance(ConfigurationProperty property) {
		return ConfiguredNames.INSTANCES.isParentOf(property.getName()) && "".equals(property.getValue());
	}

	private static SemaphoreConfigurationException exception(List<UnknownProperty> unknown) {
		return new SemaphoreConfigurationException(
				unknown.stream().map(UnknownProperty::description).collect(Collectors.joining("\n")),
				unknown.stream().map(UnknownProperty::action).distinct().collect(Collectors.joining("\n")));
	}

}
