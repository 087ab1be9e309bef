package dev.semaphore.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SemaphoreState;
import dev.semaphore.UnknownSemaphoreException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ContextHierarchyTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class));

	private final ApplicationContextRunner parent = this.runner
		.withPropertyValues("semaphore.instances.reports.permits=4")
		.withUserConfiguration(OwnSemaphore.class);

	@Test
	void contextsBesideEachOtherShareNothing() {
		this.parent.run((one) -> this.parent.run((other) -> {
			assertThat(get(one, "reports")).isNotSameAs(get(other, "reports"));
			get(one, "reports").resize(7);
			assertThat(get(other, "reports").snapshot().permits()).isEqualTo(4);
		}));
	}

	@Test
	void childHasTheSemaphoresOfItsParent() {
		this.parent.run((parent) -> this.runner.withParent(parent).run((child) -> {
			assertThat(child.getBean(SemaphoreRegistry.class).names()).containsExactly("own", "reports");
			assertThat(get(child, "reports")).isSameAs(get(parent, "reports"));
			assertThat(get(child, "own")).isSameAs(get(parent, "own"));
		}));
	}

	@Test
	void namesThatNoContextKnowsAreRefusedWithThoseOfAll() {
		this.parent.run((parent) -> this.runner.withParent(parent)
			.withPropertyValues("semaphore.instances.quotes.permits=4")
			.run((child) -> {
				assertThat(child.getBean(SemaphoreRegistry.class).find("report")).isNull();
				assertThatExceptionOfType(UnknownSemaphoreException.class).isThrownBy(() -> get(child, "report"))
					.withMessageContaining("own, quotes, reports");
			}));
	}

	@Test
	void semaphoreThatIsConfiguredAlikeInTheChildIsThatOfTheParent() {
		this.parent.run((parent) -> this.runner.withParent(parent)
			.withPropertyValues("semaphore.instances.reports.permits=4")
			.withUserConfiguration(Injected.class)
			.run((child) -> {
				assertThat(get(child, "reports")).isSameAs(get(parent, "reports"));
				assertThat(child.getBean(Client.class).reports()).isSameAs(get(parent, "reports"));
			}));
	}

	@Test
	void semaphoreThatIsConfiguredOtherwiseInTheChildIsItsOwn() {
		this.parent.run((parent) -> this.runner.withParent(parent)
			.withPropertyValues("semaphore.instances.reports.permits=1")
			.withUserConfiguration(Injected.class)
			.run((child) -> {
				assertThat(get(child, "reports").snapshot().permits()).isEqualTo(1);
				assertThat(child.getBean(Client.class).reports()).isSameAs(get(child, "reports"));
				assertThat(get(parent, "reports").snapshot().permits()).isEqualTo(4);
			}));
	}

	@Test
	void parentKnowsNothingOfItsChild() {
		this.parent.run((parent) -> this.runner.withParent(parent)
			.withPropertyValues("semaphore.instances.quotes.permits=1")
			.run((child) -> {
				assertThat(child.getBean(SemaphoreRegistry.class).names()).contains("quotes");
				assertThat(parent.getBean(SemaphoreRegistry.class).names()).doesNotContain("quotes");
			}));
	}

	@Test
	void closingTheChildLeavesTheParentOpen() {
		this.parent.run((parent) -> this.runner.withParent(parent)
			.withPropertyValues("semaphore.instances.quotes.permits=1")
			.run((child) -> {
				CountingSemaphore quotes = get(child, "quotes");
				child.close();
				assertThat(quotes.snapshot().state()).isEqualTo(SemaphoreState.CLOSED);
				assertThat(get(parent, "reports").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
				assertThat(get(parent, "own").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
			}));
	}

	@Test
	void listenersOfTheParentAreToldWhenTheChildIsGone() {
		List<String> removed = new ArrayList<>();
		this.parent.withBean(SemaphoreListener.class, () -> new SemaphoreListener() {
			@Override
			public void onRemoved(CountingSemaphore semaphore) {
				removed.add(semaphore.name());
			}
		}).run((parent) -> {
			this.runner.withParent(parent)
				.withPropertyValues("semaphore.instances.quotes.permits=1")
				.run((child) -> assertThat(removed).isEmpty());
			assertThat(removed).containsExactly("quotes");
		});
	}

	private static CountingSemaphore get(ConfigurableApplicationContext context, String name) {
		return context.getBean(SemaphoreRegistry.class).get(name);
	}

	record Client(CountingSemaphore reports) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		Client client(@Qualifier("reports") CountingSemaphore reports) {
			return new Client(reports);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSemaphore {

		@Bean
		CountingSemaphore mine() {
			return CountingSemaphore.create("own", SemaphorePolicy.of(1));
		}

	}

}
