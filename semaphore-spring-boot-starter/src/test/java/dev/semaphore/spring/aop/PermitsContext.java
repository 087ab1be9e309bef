package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.function.Consumer;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contexts in which annotations hold, with the semaphores {@code reports} (4 permits, no
 * waiting) and {@code quotes} (1 permit, waits for a minute).
 */
final class PermitsContext {

	private PermitsContext() {
	}

	static ApplicationContextRunner runner(Class<?>... beans) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class, AopAutoConfiguration.class))
			.withBean(SemaphoreRegistry.class, PermitsContext::registry);
		for (Class<?> bean : beans) {
			runner = runner.withUserConfiguration(bean);
		}
		return runner;
	}

	static SemaphoreRegistry registry() {
		SemaphoreRegistry registry = SemaphoreRegistry.create();
		registry.register(CountingSemaphore.create("reports", SemaphorePolicy.of(4).withMaxWait(Duration.ZERO)));
		registry.register(CountingSemaphore.create("tracked", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withTrackHolders(true)));
		registry.register(CountingSemaphore.create("quotes", SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1))));
		registry.register(CountingSemaphore.create("tenants",
				SemaphorePolicy.of(4).withPermitsPerKey(1).withMaxWait(Duration.ZERO),
				SemaphoreOptions.defaults().withTrackHolders(true)));
		return registry;
	}

	static <T> void with(Class<T> bean, Consumer<T> test) {
		runner(bean).run((context) -> test.accept(context.getBean(bean)));
	}

	static CountingSemaphore semaphore(ApplicationContext context, String name) {
		return context.getBean(SemaphoreRegistry.class).get(name);
	}

	static int held(ApplicationContext context, String name) {
		return semaphore(context, name).snapshot().held();
	}

	static SemaphoreConfigurationException failure(ApplicationContextRunner runner) {
		SemaphoreConfigurationException[] found = new SemaphoreConfigurationException[1];
		runner.run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof SemaphoreConfigurationException)) {
				failure = failure.getCause();
			}
			assertThat(failure).as("%s", context.getStartupFailure()).isNotNull();
			found[0] = (SemaphoreConfigurationException) failure;
		});
		return found[0];
	}

}
