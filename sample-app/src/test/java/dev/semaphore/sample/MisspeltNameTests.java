package dev.semaphore.sample;

import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A mistake that should not wait for the first caller.
 */
@ExtendWith(OutputCaptureExtension.class)
class MisspeltNameTests {

	@Test
	void inAnAnnotationStopsTheStartAndTheRightNameIsSaid(CapturedOutput output) {
		SpringApplicationBuilder sample = new SpringApplicationBuilder(SampleApplication.class, Misspelt.class)
			.properties("server.port=0");
		assertThatException().isThrownBy(sample::run);
		assertThat(output).contains("APPLICATION FAILED TO START", "@Permits(\"reprots\")", "Did you mean 'reports'?");
	}

	@Test
	void inTheConfigurationStopsTheStartAndTheRightNameIsSaid(CapturedOutput output) {
		SpringApplicationBuilder sample = new SpringApplicationBuilder(SampleApplication.class);
		assertThatException().isThrownBy(() -> sample.run("--server.port=0", "--semaphore.instances.quotes.max-que=5"));
		assertThat(output).contains("APPLICATION FAILED TO START", "semaphore.instances.quotes.max-que",
				"Did you mean 'max-queue'?");
	}

	static class Misspelt {

		@Permits("reprots")
		void report() {
		}

	}

}
