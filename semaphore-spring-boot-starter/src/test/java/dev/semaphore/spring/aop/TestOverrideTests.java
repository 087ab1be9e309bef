package dev.semaphore.spring.aop;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.verify;

/**
 * Mocks of annotated classes have no advice and need none.
 */
@SpringJUnitConfig
class TestOverrideTests {

	@MockitoBean
	Mocked mocked;

	@MockitoSpyBean
	Spied spied;

	@Autowired
	SemaphoreRegistry registry;

	@Test
	void aMockIsUsedAsItIs() {
		given(this.mocked.run()).willReturn("mocked");
		this.registry.get("reports").close();
		assertThat(this.mocked.run()).isEqualTo("mocked");
		this.registry.get("reports").open();
	}

	@Test
	void aSpyHasTheAdvice() {
		assertThat(this.spied.run()).isOne();
		verify(this.spied).run();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ PermitsAutoConfiguration.class, Mocked.class, Spied.class })
	static class Config {

		@Bean
		SemaphoreRegistry registry() {
			return PermitsContext.registry();
		}

	}

	static class Mocked {

		@Permits("reports")
		public String run() {
			return "run";
		}

	}

	static class Spied extends HeldProbe {

		Spied(SemaphoreRegistry registry) {
			super(registry);
		}

		@Permits("reports")
		public int run() {
			return held();
		}

	}

}
