package dev.semaphore.spring.aop;

import java.util.concurrent.Future;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Controllers behind the semaphore {@code reports}, and a server for them.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
		PermitsAutoConfiguration.class })
@Import({ MvcLimitedController.class, MvcCallingController.class })
class MvcApplication implements WebMvcConfigurer {

	private final MvcWork work = new MvcWork();

	@Override
	public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
		configurer.setDefaultTimeout(30_000);
		configurer.setTaskExecutor(new SimpleAsyncTaskExecutor("mvc-") {

			@Override
			public Future<?> submit(Runnable task) {
				return switch (MvcApplication.this.work.executor) {
					case RUNS -> super.submit(task);
					case BEGINS -> {
						Future<?> running = super.submit(task);
						MvcApplication.this.work.awaitBegin();
						yield running;
					}
					case REJECTS -> throw new TaskRejectedException("full");
					case NEVER_RUNS -> new java.util.concurrent.FutureTask<>(task, null);
				};
			}

		});
	}

	@Bean
	SemaphoreRegistry semaphoreRegistry() {
		return PermitsContext.registry();
	}

	@Bean
	MvcWork work() {
		return this.work;
	}

	@Bean
	MvcLimitedService service() {
		return new MvcLimitedService();
	}

}
