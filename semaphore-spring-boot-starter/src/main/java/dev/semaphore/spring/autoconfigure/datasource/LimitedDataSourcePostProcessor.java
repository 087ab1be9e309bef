package dev.semaphore.spring.autoconfigure.datasource;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import dev.semaphore.spring.datasource.LimitedDataSource;

import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Limits data sources as they are made.
 * <p>
 * It is a {@link PriorityOrdered} {@link MergedBeanDefinitionPostProcessor} because those
 * are registered with the first post-processors and then once more behind the last ones.
 * So a data source that another post-processor needs is limited too, and whatever others
 * have made of a data source is inside the limit.
 */
final class LimitedDataSourcePostProcessor implements MergedBeanDefinitionPostProcessor, PriorityOrdered {

	private final DataSourceLimits limits;

	private final Set<String> limited = ConcurrentHashMap.newKeySet();

	LimitedDataSourcePostProcessor(DataSourceLimits limits) {
		this.limits = limits;
	}

	/**
	 * Whether a bean was made with a limit.
	 */
	boolean hasLimited(String beanName) {
		return this.limited.contains(beanName);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition definition, Class<?> type, String beanName) {
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Map.Entry<String, String> limit = (bean instanceof DataSource) ? this.limits.of(beanName) : null;
		if (limit == null) {
			return bean;
		}
		this.limited.add(beanName);
		return LimitPlacement.place((DataSource) bean, (target) -> new LimitedDataSource(target,
				() -> this.limits.semaphore(limit), "a connection of '" + beanName + "'"));
	}

}
