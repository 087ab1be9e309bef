package dev.semaphore.spring.test;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.web.servlet.SemaphoreWebMvcAutoConfiguration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Slices of an application, whose auto-configurations are chosen: with semaphores where
 * they ask for them, and without otherwise.
 */
class SliceTests {

	@Nested
	@WebMvcTest(properties = { "semaphore.instances.quotes.permits=0", "semaphore.instances.quotes.max-wait=0" })
	@ContextConfiguration(classes = Application.class)
	class Plain {

		@Test
		void annotationMeansNothing(@Autowired MockMvcTester mvc,
				@Autowired ObjectProvider<SemaphoreRegistry> registry) {
			assertThat(registry.getIfAvailable()).isNull();
			assertThat(mvc.get().uri("/quote")).hasStatusOk().hasBodyTextEqualTo("42.00");
		}

	}

	@Nested
	@WebMvcTest(properties = { "semaphore.instances.quotes.permits=1", "semaphore.instances.quotes.max-wait=0" })
	@ContextConfiguration(classes = Application.class)
	@ImportAutoConfiguration({ SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
			SemaphoreWebMvcAutoConfiguration.class })
	class WithSemaphores {

		@Test
		void annotationCounts(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/quote")).hasStatusOk();
		}

		@Test
		@Saturated("quotes")
		void refusalsAreAnswered(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/quote")).hasStatus(503).containsHeader("Retry-After");
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(QuoteController.class)
	static class Application {

	}

	@RestController
	static class QuoteController {

		@GetMapping("/quote")
		@Permits("quotes")
		String quote() {
			return "42.00";
		}

	}

}
