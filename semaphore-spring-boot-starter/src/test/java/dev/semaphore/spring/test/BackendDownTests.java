package dev.semaphore.spring.test;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.store.InMemoryPermitStore;
import dev.semaphore.store.PermitStore;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = BackendDownTests.Application.class,
		properties = { "semaphore.instances.shared.permits=2", "semaphore.instances.shared.backend=redis",
				"semaphore.instances.open.permits=2", "semaphore.instances.open.backend=redis",
				"semaphore.instances.open.on-backend-failure=allow" })
class BackendDownTests {

	@Autowired
	private SemaphoreRegistry registry;

	@Autowired
	private ManualTime time;

	@Test
	void storeWorksInATestThatDoesNotBearTheAnnotation() throws Exception {
		this.time.advance(Duration.ofMinutes(1)); // a test before this may have been told
													// otherwise
		try (Permit permit = shared().acquire()) {
			assertThat(permit.fencingToken()).isPresent();
		}
	}

	@Test
	@BackendDown
	void storeFailsAsIfItWasUnreachable() {
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> shared().acquire())
			.extracting(PermitRejectedException::reason)
			.isEqualTo(RejectionReason.BACKEND_UNAVAILABLE);
	}

	@Test
	@BackendDown
	void whatTheSemaphoreIsToDoThenIsDone() throws Exception {
		this.registry.get("open").acquire().close();
	}

	private CountingSemaphore shared() {
		return this.registry.get("shared");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SemaphoreAutoConfiguration.class)
	static class Application {

		@Bean
		ManualTime time() {
			return new ManualTime();
		}

		@Bean
		PermitStore store(ManualTime time) {
			return new InMemoryPermitStore("redis", time::nanoTime);
		}

	}

}
