package dev.semaphore.spring.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class SemaphorePreinitializerTests {

	@Test
	void bootRunsItAtTheStart() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.hasAtLeastOneElementOfType(SemaphorePreinitializer.class);
	}

	@Test
	void everythingIsDoneAsTheStartWillDoIt() {
		assertThatCode(new SemaphorePreinitializer()::preinitialize).doesNotThrowAnyException();
		assertThat(SemaphorePreinitializer.properties().instances()).hasEntrySatisfying("any",
				(instance) -> assertThat(instance.permits()).isEqualTo(1));
		assertThat(AopUtils.isCglibProxy(SemaphorePreinitializer.proxy())).isTrue();
	}

}
