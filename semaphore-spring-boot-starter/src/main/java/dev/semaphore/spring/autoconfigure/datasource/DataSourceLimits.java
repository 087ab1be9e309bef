package dev.semaphore.spring.autoconfigure.datasource;

import java.util.Locale;
import java.util.Map;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.NearestName;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.PropertyOrigins;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * What stands under {@code semaphore.datasource}. Looks at other beans only when asked,
 * since it is there before most of them.
 */
final class DataSourceLimits {

	private static final ConfigurationPropertyName PROPERTY = ConfigurationPropertyName.of("semaphore.datasource");

	private final ObjectProvider<SemaphoreProperties> properties;

	private final ObjectProvider<SemaphoreRegistry> registry;

	private final BeanFactory beanFactory;

	private final Environment environment;

	DataSourceLimits(ObjectProvider<SemaphoreProperties> properties, ObjectProvider<SemaphoreRegistry> registry,
			BeanFactory beanFactory, Environment environment) {
		this.properties = properties;
		this.registry = registry;
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	/**
	 * The names of semaphores, by the names of data sources as they are spelt there: what
	 * overrides comes first.
	 */
	Map<String, String> configured() {
		return this.properties.getObject().datasource();
	}

	/**
	 * What is configured for a bean, or null if nothing is.
	 */
	Map.@Nullable Entry<String, String> of(String beanName) {
		return configured().entrySet()
			.stream()
			.filter((limit) -> isSpelling(limit.getKey(), beanName))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Whether a bean may be spelt like this: exactly, or without its capitals and dashes,
	 * which environment variables cannot have, if no other bean is called exactly so.
	 */
	boolean isSpelling(String spelling, String beanName) {
		return spelling.equals(beanName)
				|| (uniform(spelling).equals(uniform(beanName)) && !this.beanFactory.containsBean(spelling));
	}

	private static String uniform(String name) {
		return name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * The semaphore that is configured for a data source.
	 * @throws SemaphoreConfigurationException if there is none of that name
	 */
	CountingSemaphore semaphore(Map.Entry<String, String> limit) {
		String semaphore = limit.getValue();
		try {
			return this.registry.getObject().get(semaphore);
		}
		catch (UnknownSemaphoreException ex) {
			throw new SemaphoreConfigurationException(
					property(limit.getKey()) + " names a semaphore that does not exist: '" + semaphore + "'."
							+ NearestName.question(semaphore, ex.known()),
					"Correct the name or configure semaphore.instances." + semaphore + ".permits. Known are: "
							+ String.join(", ", ex.known()) + ".");
		}
	}

	/**
	 * The property of a data source and where it stands, for messages.
	 */
	String property(String spelling) {
		return new PropertyOrigins(this.environment).describe(PROPERTY, spelling);
	}

}
