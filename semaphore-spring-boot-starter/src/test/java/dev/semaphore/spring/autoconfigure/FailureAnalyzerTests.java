package dev.semaphore.spring.autoconfigure;

import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

	@Test
	void mistakeInTheConfigurationIsShownWithItsRemedy(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Application.class, "--semaphore.instances.reports.permitz=4"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"semaphore.instances.reports.permitz (\"semaphore.instances.reports.permitz\" from property source "
						+ "\"commandLineArgs\") is not a property that exists. Did you mean 'permits'?",
				"Correct or remove it. Known here are: ");
	}

	@Test
	void unknownSemaphoreIsShownWithItsRemedy(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Misspelt.class, "--semaphore.instances.reports.permits=4"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"No semaphore is named 'report'; there are: reports. Did you mean 'reports'?",
				"Correct the name where it is used, or configure semaphore.instances.report.permits.");
	}

	private static void run(Class<?> source, String... args) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SemaphoreAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SemaphoreAutoConfiguration.class)
	static class Misspelt {

		@Bean
		String misspelt(SemaphoreRegistry registry) {
			return registry.get("report").name();
		}

	}

}
