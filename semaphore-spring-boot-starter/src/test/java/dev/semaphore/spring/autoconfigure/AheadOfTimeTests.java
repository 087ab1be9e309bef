package dev.semaphore.spring.autoconfigure;

import java.util.function.Consumer;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that was processed ahead of time has its semaphores.
 */
@Tag("any-jdk")
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	@Test
	void semaphoresAreMadeAndMistakesFoundWhenItStarts() {
		compile((application) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				application.initialize(context);
				check(context);
			}
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				application.initialize(context);
				checkMistake(context);
			}
		});
	}

	private static void check(GenericApplicationContext context) {
		TestPropertyValues.of("semaphore.instances.reports.permits=7").applyTo(context);
		context.refresh();
		CountingSemaphore reports = context.getBean(SemaphoreRegistry.class).get("reports");
		assertThat(reports.snapshot().permits()).isEqualTo(7);
		assertThat(context.getBean(Client.class).reports()).isSameAs(reports);
		assertThat(context.getBean(Service.class).held(reports)).isEqualTo(1);
	}

	private static void checkMistake(GenericApplicationContext context) {
		TestPropertyValues.of("semaphore.instances.reports.permits=7", "semaphore.defaults.max-wiat=1s")
			.applyTo(context);
		assertThatExceptionOfType(SemaphoreConfigurationException.class).isThrownBy(context::refresh)
			.withMessageContaining("Did you mean 'max-wait'?");
	}

	@SuppressWarnings("unchecked")
	private static void compile(Consumer<ApplicationContextInitializer<GenericApplicationContext>> test) {
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("semaphore.instances.reports.permits=4").applyTo(source);
		source.register(Application.class);
		TestGenerationContext generated = new TestGenerationContext(Application.class);
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generated);
		generated.writeGeneratedContent();
		TestCompiler.forSystem()
			.with(generated)
			.compile((compiled) -> test
				.accept(compiled.getInstance(ApplicationContextInitializer.class, initializer.reflectionName())));
	}

	record Client(CountingSemaphore reports) {
	}

	static class Service {

		@Permits("reports")
		int held(CountingSemaphore semaphore) {
			return semaphore.snapshot().held();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class })
	static class Application {

		@Bean
		Client client(@Qualifier("reports") CountingSemaphore reports) {
			return new Client(reports);
		}

		@Bean
		Service service() {
			return new Service();
		}

	}

}
