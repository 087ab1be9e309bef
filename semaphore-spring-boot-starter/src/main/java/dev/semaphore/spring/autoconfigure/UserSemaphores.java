package dev.semaphore.spring.autoconfigure;

import java.util.Map;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Lets the {@link CountingSemaphore} beans of users join the registry: at the end of the
 * start-up, lazy beans too, or sooner if somebody asks for a name that is not there yet.
 * Not when they are made: a bean that the registry's listeners need could not join then.
 */
final class UserSemaphores implements SmartInitializingSingleton {

	private final ListableBeanFactory beanFactory;

	private final ObjectProvider<SemaphoreRegistry> registry;

	private volatile boolean complete;

	UserSemaphores(ListableBeanFactory beanFactory, ObjectProvider<SemaphoreRegistry> registry) {
		this.beanFactory = beanFactory;
		this.registry = registry;
	}

	@Override
	public void afterSingletonsInstantiated() {
		join(this.registry.getObject());
		this.complete = true;
	}

	/**
	 * Lets those join that can be made by now.
	 * @return whether any may have joined
	 */
	boolean joinUnlessComplete(SemaphoreRegistry registry) {
		if (this.complete) {
			return false;
		}
		join(registry);
		return true;
	}

	private void join(SemaphoreRegistry registry) {
		Map<String, CountingSemaphore> beans = this.beanFactory.getBeansOfType(CountingSemaphore.class, false, true);
		beans.forEach((beanName, semaphore) -> {
			if (!SemaphoreBeansRegistrar.isBeanName(beanName)) {
				join(registry, beanName, semaphore, beans);
			}
		});
	}

	private void join(SemaphoreRegistry registry, String beanName, CountingSemaphore semaphore,
			Map<String, CountingSemaphore> beans) {
		try {
			registry.register(semaphore);
		}
		catch (IllegalArgumentException ex) {
			CountingSemaphore other = registry.get(semaphore.name());
			String where = beans.entrySet()
				.stream()
				.filter((bean) -> bean.getValue() == other)
				.map((bean) -> SemaphoreBeansRegistrar.isBeanName(bean.getKey())
						? bean.getKey() + " in the configuration" : "the bean '" + bean.getKey() + "'")
				.findFirst()
				.orElse("one that is registered already");
			throw new SemaphoreConfigurationException("Two semaphores are named '" + semaphore.name() + "': the bean '"
					+ beanName + "' and " + where + ".", "Give one of them another name, or remove it.");
		}
	}

}
