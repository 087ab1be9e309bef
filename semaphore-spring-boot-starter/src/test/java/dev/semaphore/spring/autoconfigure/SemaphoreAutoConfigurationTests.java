package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreMode;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.SemaphoreConfigurationException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SemaphoreAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=4", "semaphore.instances.quotes.permits=2");

	@Test
	void everyConfiguredSemaphoreIsInTheRegistry() {
		this.runner.run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			assertThat(registry.names()).containsExactly("quotes", "reports");
			assertThat(registry.get("reports").snapshot().available()).isEqualTo(4);
		});
	}

	@Test
	void withoutConfigurationTheRegistryIsEmpty() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(SemaphoreRegistry.class).names()).isEmpty());
	}

	@Test
	void semaphoresAreInjectedByQualifier() {
		this.runner.withUserConfiguration(Injected.class).run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			Client client = context.getBean(Client.class);
			assertThat(client.reports()).isSameAs(registry.get("reports"));
			assertThat(client.quotes()).isSameAs(registry.get("quotes"));
		});
	}

	@Test
	void beansOfUsersMayBearTheNamesOfSemaphores() {
		this.runner.withUserConfiguration(Injected.class, UnrelatedReports.class).run((context) -> {
			assertThat(context.getBean("reports")).isEqualTo("unrelated");
			assertThat(context.getBean(Client.class).reports().name()).isEqualTo("reports");
		});
	}

	@Test
	void theOnlySemaphoreNeedsNoQualifier() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
			.withPropertyValues("semaphore.instances.reports.permits=4")
			.run((context) -> assertThat(context.getBean(CountingSemaphore.class).name()).isEqualTo("reports"));
	}

	@Test
	void disabledSemaphoresAreThereAndRefuseNobody() {
		this.runner.withPropertyValues("semaphore.enabled=false", "semaphore.instances.quotes.mode=dry-run")
			.withUserConfiguration(Injected.class)
			.run((context) -> {
				Client client = context.getBean(Client.class);
				assertThat(client.reports().snapshot().policy().mode()).isEqualTo(SemaphoreMode.OFF);
				assertThat(client.quotes().snapshot().policy().mode()).isEqualTo(SemaphoreMode.OFF);
				assertThat(client.reports().tryAcquire(5)).isNotNull();
			});
	}

	@Test
	void allIsMadeAtTheStartAlsoWhenBeansAreLazy() {
		List<String> made = new ArrayList<>();
		this.runner.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(OwnSemaphore.class)
			.withBean(SemaphoreListener.class, () -> new SemaphoreListener() {
				@Override
				public void onRegistered(CountingSemaphore semaphore) {
					made.add(semaphore.name());
				}
			})
			.run((context) -> assertThat(made).containsExactly("quotes", "reports", "own"));
	}

	@Test
	void semaphoresOfUsersJoinTheRegistry() {
		this.runner.withUserConfiguration(OwnSemaphore.class).run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			assertThat(registry.names()).containsExactly("own", "quotes", "reports");
			assertThat(registry.get("own")).isSameAs(context.getBean("mine"));
		});
	}

	@Test
	void lazySemaphoresOfUsersJoinTheRegistry() {
		this.runner.withUserConfiguration(LazySemaphore.class)
			.run((context) -> assertThat(context.getBean(SemaphoreRegistry.class).names()).contains("lazy"));
	}

	@Test
	void semaphoresOfUsersAreThereWhileOtherBeansAreMade() {
		this.runner.withUserConfiguration(EarlyCaller.class, OwnSemaphore.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void semaphoresOfUsersMayNeedTheRegistry() {
		this.runner.withUserConfiguration(DerivedSemaphore.class)
			.run((context) -> assertThat(context.getBean(SemaphoreRegistry.class).get("derived").snapshot().permits())
				.isEqualTo(4));
	}

	@Test
	void beanWithTheNameOfAConfiguredSemaphoreStopsTheStart() {
		this.runner
			.withBean("mine", CountingSemaphore.class, () -> CountingSemaphore.create("reports", SemaphorePolicy.of(1)))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessage(
						"Two semaphores are named 'reports': the bean 'mine' and semaphore.instances.reports in the "
								+ "configuration. Give one of them another name, or remove it."));
	}

	@Test
	void beansWithTheSameNameStopTheStart() {
		this.runner.withBean("one", CountingSemaphore.class, () -> CountingSemaphore.create("x", SemaphorePolicy.of(1)))
			.withBean("two", CountingSemaphore.class, () -> CountingSemaphore.create("x", SemaphorePolicy.of(1)))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("Two semaphores are named 'x': the bean 'two' and the bean 'one'."));
	}

	@Test
	void unknownNamesAreAnsweredWithTheKnownOnes() {
		this.runner.run((context) -> assertThatExceptionOfType(UnknownSemaphoreException.class)
			.isThrownBy(() -> context.getBean(SemaphoreRegistry.class).get("report"))
			.withMessageContaining("quotes, reports"));
	}

	@Test
	void listenersAreToldOfAllSemaphores() {
		List<String> told = new ArrayList<>();
		this.runner.withUserConfiguration(OwnSemaphore.class)
			.withBean(SemaphoreListener.class, () -> new Recorder(told))
			.run((context) -> {
				SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
				registry.get("reports").acquire().close();
				registry.get("own").acquire().close();
			});
		assertThat(told).containsExactly("registered quotes", "registered reports", "registered own",
				"acquired reports", "acquired own", "removed own", "removed quotes", "removed reports");
	}

	@Test
	void policiesAreCustomizedInOrder() {
		this.runner.withUserConfiguration(PolicyCustomizers.class).run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			assertThat(registry.get("reports").snapshot().permits()).isEqualTo(50);
			assertThat(registry.get("quotes").snapshot().permits()).isEqualTo(2);
		});
	}

	@Test
	void optionsAreCustomized() {
		List<String> told = new ArrayList<>();
		this.runner.withBean(SemaphoreOptionsCustomizer.class,
				() -> (name, options) -> name.equals("reports") ? options.withListener(new Recorder(told)) : options)
			.run((context) -> {
				SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
				registry.get("reports").acquire().close();
				registry.get("quotes").acquire().close();
			});
		assertThat(told).containsExactly("acquired reports");
	}

	@Test
	void timeComesFromTheTimeSource() {
		this.runner.withUserConfiguration(StandingTime.class).run((context) -> {
			CountingSemaphore reports = context.getBean(SemaphoreRegistry.class).get("reports");
			try (Permit permit = reports.acquire()) {
				assertThat(reports.holders(1).get(0).heldFor()).isZero();
			}
		});
	}

	@Test
	void registryOfUserIsFilled() {
		SemaphoreRegistry own = SemaphoreRegistry.create();
		this.runner.withBean("registry", SemaphoreRegistry.class, () -> own)
			.withUserConfiguration(OwnSemaphore.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(SemaphoreRegistry.class);
				assertThat(own.names()).containsExactly("own", "quotes", "reports");
			});
	}

	record Client(CountingSemaphore reports, CountingSemaphore quotes) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Bean
		Client client(@Qualifier("reports") CountingSemaphore reports, @Qualifier("quotes") CountingSemaphore quotes) {
			return new Client(reports, quotes);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnrelatedReports {

		@Bean
		String reports() {
			return "unrelated";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSemaphore {

		@Bean
		CountingSemaphore mine() {
			return CountingSemaphore.create("own", SemaphorePolicy.of(1));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazySemaphore {

		@Bean
		@Lazy
		CountingSemaphore lazy() {
			return CountingSemaphore.create("lazy", SemaphorePolicy.of(1));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyCaller {

		@Bean
		String caller(SemaphoreRegistry registry) throws InterruptedException {
			registry.get("own").acquire().close();
			registry.get("reports").acquire().close();
			return "called";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DerivedSemaphore {

		@Bean
		CountingSemaphore derived(SemaphoreRegistry registry) {
			assertThat(registry.names()).containsExactly("quotes", "reports");
			return CountingSemaphore.create("derived",
					SemaphorePolicy.of(registry.get("reports").snapshot().permits()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PolicyCustomizers {

		@Bean
		@Order(2)
		SemaphorePolicyCustomizer times() {
			return (name, policy) -> name.equals("reports") ? policy.withPermits(policy.permits() * 10) : policy;
		}

		@Bean
		@Order(1)
		SemaphorePolicyCustomizer plus() {
			return (name, policy) -> name.equals("reports") ? policy.withPermits(policy.permits() + 1) : policy;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class StandingTime {

		@Bean
		TimeSource standingTime() {
			return new TimeSource() {

				@Override
				public long nanoTime() {
					return 0;
				}

				@Override
				public void parkNanos(Object blocker, long nanos) {
					throw new UnsupportedOperationException();
				}

				@Override
				public Future<?> schedule(Runnable task, Duration delay) {
					throw new UnsupportedOperationException();
				}

			};
		}

	}

	record Recorder(List<String> told) implements SemaphoreListener {

		@Override
		public void onRegistered(CountingSemaphore semaphore) {
			this.told.add("registered " + semaphore.name());
		}

		@Override
		public void onRemoved(CountingSemaphore semaphore) {
			this.told.add("removed " + semaphore.name());
		}

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			this.told.add("acquired " + semaphore.name());
		}

	}

}
