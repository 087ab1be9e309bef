package dev.semaphore.spring.autoconfigure;

import java.util.List;
import java.util.concurrent.Callable;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.spring.PermitsOperations;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

/**
 * An application that has the auto-configurations of the starter and no others, uses what
 * is always there, and says what it found.
 */
@Configuration(proxyBeanMethods = false)
@Import({ SlimApplication.Own.class, SlimService.class })
public class SlimApplication implements Callable<String> {

	@Override
	public String call() throws Exception {
		SpringApplication application = new SpringApplication(SlimApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		try (ConfigurableApplicationContext context = application.run("--semaphore.instances.reports.permits=4",
				"--spring.main.banner-mode=off", "--logging.level.root=warn")) {
			context.getBean(SlimService.class).callAll();
			context.getBean(PermitsOperations.class).run("reports", () -> {
			});
			CountingSemaphore reports = context.getBean(CountingSemaphore.class);
			return reports.name() + ": " + reports.snapshot().available() + " permits";
		}
	}

	static class Own extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			AnnotationAttributes attributes = new AnnotationAttributes();
			attributes.put("exclude", new String[0]);
			attributes.put("excludeName", new String[0]);
			return attributes;
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				@Nullable AnnotationAttributes attributes) {
			return super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> name.startsWith("dev.semaphore."))
				.toList();
		}

	}

}
