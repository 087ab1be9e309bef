package dev.semaphore.spring.autoconfigure.datasource;

import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import dev.semaphore.spring.NearestName;
import dev.semaphore.spring.SemaphoreConfigurationException;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Stops the start when a limit is configured that does not hold: both names must exist,
 * and the data source must not have been made before it could be limited.
 */
final class LimitedDataSourcesCheck implements SmartInitializingSingleton {

	private final DataSourceLimits limits;

	private final LimitedDataSourcePostProcessor postProcessor;

	private final ConfigurableListableBeanFactory beanFactory;

	LimitedDataSourcesCheck(DataSourceLimits limits, LimitedDataSourcePostProcessor postProcessor,
			ConfigurableListableBeanFactory beanFactory) {
		this.limits = limits;
		this.postProcessor = postProcessor;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.limits.configured().entrySet().forEach((limit) -> {
			this.limits.semaphore(limit);
			beanNames(limit.getKey()).forEach((beanName) -> checkLimited(limit.getKey(), beanName));
		});
	}

	private List<String> beanNames(String spelling) {
		List<String> known = Arrays
			.asList(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, DataSource.class));
		List<String> named = known.stream().filter((name) -> this.limits.isSpelling(spelling, name)).toList();
		if (named.isEmpty()) {
			throw new SemaphoreConfigurationException(
					this.limits.property(spelling) + " names a DataSource bean that does not exist."
							+ NearestName.question(spelling, known),
					known.isEmpty() ? "Remove it, or define a DataSource bean of that name."
							: "Correct or remove it. Known are: " + String.join(", ", known) + ".");
		}
		return named;
	}

	private void checkLimited(String spelling, String beanName) {
		if (this.beanFactory.containsSingleton(beanName) && !this.beanFactory.isFactoryBean(beanName)
				&& !this.postProcessor.hasLimited(beanName)) {
			throw new SemaphoreConfigurationException(
					this.limits.property(spelling) + " has no effect: the DataSource bean '" + beanName
							+ "' was made before it could be limited.",
					"Find who needs it so early, such as a BeanFactoryPostProcessor or a BeanPostProcessor with "
							+ "PriorityOrdered, and let it ask for an ObjectProvider<DataSource> instead.");
		}
	}

}
