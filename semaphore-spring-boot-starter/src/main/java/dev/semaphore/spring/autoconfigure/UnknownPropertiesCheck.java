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
			throw exception(unbound.getUnboundProperties().stream().map(UnknownProperty::new).toList());
		}
	}

	private static SemaphoreConfigurationException exception(List<UnknownProperty> unknown) {
		return new SemaphoreConfigurationException(
				unknown.stream().map(UnknownProperty::description).collect(Collectors.joining("\n")),
				unknown.stream().map(UnknownProperty::action).distinct().collect(Collectors.joining("\n")));
	}

}
