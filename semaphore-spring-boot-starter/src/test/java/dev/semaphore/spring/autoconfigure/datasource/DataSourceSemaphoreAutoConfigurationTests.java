package dev.semaphore.spring.autoconfigure.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.datasource.H2Pools;
import dev.semaphore.spring.datasource.LimitedDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseFactoryBean;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

import static org.assertj.core.api.Assertions.assertThat;

class DataSourceSemaphoreAutoConfigurationTests {

	private final ApplicationContextRunner empty = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(SemaphoreAutoConfiguration.class, DataSourceSemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.pool.permits=2");

	private final ApplicationContextRunner boot = this.empty
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	private final ApplicationContextRunner limited = this.boot
		.withPropertyValues("semaphore.datasource.dataSource=pool");

	@Test
	void dataSourceOfBootIsLimited() {
		this.limited.run((context) -> {
			assertThat(context.getBean(DataSource.class)).isInstanceOf(LimitedDataSource.class);
			assertThat(whileConnected(context, "dataSource")).isEqualTo(1);
			assertThat(held(context)).isZero();
		});
	}

	@Test
	void propertiesAreBound() {
		this.limited.run((context) -> assertThat(context.getBean(SemaphoreProperties.class).datasource())
			.isEqualTo(Map.of("dataSource", "pool")));
	}

	@Test
	void dataSourcesThatAreNotNamedAreLeftAlone() {
		this.boot.run((context) -> assertThat(context).getBean(DataSource.class).isInstanceOf(HikariDataSource.class));
	}

	@Test
	void eachDataSourceHasItsOwnSemaphore() {
		this.empty
			.withPropertyValues("semaphore.instances.other.permits=1", "semaphore.datasource.one=pool",
					"semaphore.datasource.two=other")
			.withUserConfiguration(Three.class)
			.run((context) -> {
				try (Connection one = connect(context, "one");
						Connection two = connect(context, "two");
						Connection three = connect(context, "three")) {
					SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
					assertThat(registry.get("pool").holders(9)).singleElement()
						.extracting("caller")
						.isEqualTo("a connection of 'one'");
					assertThat(registry.get("other").snapshot().held()).isEqualTo(1);
				}
			});
	}

	@Test
	void dataSourcesMayShareASemaphore() {
		this.empty.withPropertyValues("semaphore.datasource.one=pool", "semaphore.datasource.two=pool")
			.withUserConfiguration(Three.class)
			.run((context) -> {
				try (Connection one = connect(context, "one"); Connection two = connect(context, "two")) {
					assertThat(held(context)).isEqualTo(2);
				}
			});
	}

	@Test
	void viewOfAPoolIsLimitedWithoutThePool() {
		this.boot.withUserConfiguration(View.class)
			.withPropertyValues("semaphore.datasource.reportsDataSource=pool")
			.run((context) -> {
				assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
				assertThat(whileConnected(context, "dataSource")).isZero();
				assertThat(whileConnected(context, "reportsDataSource")).isEqualTo(1);
			});
	}

	@Test
	void dataSourceOfAFactoryBeanIsLimited() {
		this.empty.withPropertyValues("semaphore.datasource.embedded=pool")
			.withBean("embedded", EmbeddedDatabaseFactoryBean.class, () -> {
				EmbeddedDatabaseFactoryBean embedded = new EmbeddedDatabaseFactoryBean();
				embedded.setDatabaseType(EmbeddedDatabaseType.H2);
				embedded.setGenerateUniqueDatabaseName(true);
				return embedded;
			})
			.run((context) -> assertThat(whileConnected(context, "embedded")).isEqualTo(1));
	}

	@Test
	void whatOtherPostProcessorsMakeIsInsideTheLimit() {
		this.limited.withUserConfiguration(Unordered.class).run((context) -> {
			LimitedDataSource dataSource = context.getBean(LimitedDataSource.class);
			assertThat(dataSource.getTargetDataSource()).isInstanceOf(Decorated.class);
			assertThat(dataSource.isWrapperFor(HikariDataSource.class)).isTrue();
		});
	}

	@Test
	void dataSourceIsLimitedThoughAnotherPostProcessorNeedsIt() {
		this.limited.withUserConfiguration(Needy.class)
			.run((context) -> assertThat(whileConnected(context, "dataSource")).isEqualTo(1));
	}

	@Test
	void dataSourceThatIsMadeTooEarlyStopsTheStart() {
		failure(this.limited.withUserConfiguration(TooEarly.class),
				"semaphore.datasource.dataSource (\"semaphore.datasource.dataSource\" from property source \"test\") has no "
						+ "effect: the DataSource bean 'dataSource' was made before it could be limited. Find who needs it "
						+ "so early");
	}

	@Test
	void unknownDataSourceStopsTheStart() {
		failure(this.boot.withPropertyValues("semaphore.datasource.dataSuorce=pool"),
				"names a DataSource bean that does not exist. Did you mean 'dataSource'? Correct or remove it. Known are: "
						+ "dataSource.");
	}

	@Test
	void dataSourcesWhereThereAreNoneStopTheStart() {
		failure(this.empty.withPropertyValues("semaphore.datasource.dataSource=pool"),
				"names a DataSource bean that does not exist. Remove it, or define a DataSource bean of that name.");
	}

	@Test
	void unknownSemaphoreStopsTheStart() {
		failure(this.boot.withPropertyValues("semaphore.datasource.dataSource=pol"),
				"names a semaphore that does not exist: 'pol'. Did you mean 'pool'? Correct the name or configure "
						+ "semaphore.instances.pol.permits. Known are: pool.");
	}

	@Test
	void unknownSemaphoreStopsTheStartAlsoWhenTheDataSourceIsUsedBeforeItsEnd() {
		this.boot
			.withPropertyValues("semaphore.datasource.dataSource=pol", "spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:schema-of-tests.sql")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(SemaphoreConfigurationException.class));
	}

	@Test
	void semaphoreMayBeABeanOfTheUser() {
		this.boot.withPropertyValues("semaphore.datasource.dataSource=own")
			.withBean("mine", CountingSemaphore.class, () -> CountingSemaphore.create("own", SemaphorePolicy.of(1)))
			.run((context) -> {
				try (Connection connection = connect(context, "dataSource")) {
					assertThat(context.getBean("mine", CountingSemaphore.class).snapshot().held()).isEqualTo(1);
				}
			});
	}

	@Test
	void listenersMayNeedTheDataSource() {
		this.limited.withUserConfiguration(Auditor.class)
			.run((context) -> assertThat(whileConnected(context, "dataSource")).isEqualTo(1));
	}

	@Test
	void environmentVariablesSpellTheNameWithoutCapitals() {
		this.boot.withInitializer(variable("SEMAPHORE_DATASOURCE_DATASOURCE", "pool"))
			.run((context) -> assertThat(whileConnected(context, "dataSource")).isEqualTo(1));
	}

	@Test
	void environmentVariablesOverride() {
		this.boot.withPropertyValues("semaphore.instances.other.permits=1")
			.withInitializer(variable("SEMAPHORE_DATASOURCE_DATASOURCE", "pool"))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("file", Map.of("semaphore.datasource.dataSource", "other"))))
			.run((context) -> assertThat(whileConnected(context, "dataSource")).isEqualTo(1));
	}

	@Test
	void poolIsClosedWithTheContext() {
		HikariDataSource[] pool = new HikariDataSource[1];
		this.limited.run((context) -> pool[0] = context.getBean(DataSource.class).unwrap(HikariDataSource.class));
		assertThat(pool[0].isClosed()).isTrue();
	}

	@Test
	void initialisersOfTheDatabaseTakePermits() {
		this.limited
			.withPropertyValues("spring.sql.init.mode=always",
					"spring.sql.init.schema-locations=classpath:schema-of-tests.sql")
			.run((context) -> assertThat(pool(context).snapshot().statistics().acquired()).isPositive());
	}

	@Test
	void nothingIsLimitedWhereSemaphoresAreDisabled() {
		this.limited.withPropertyValues("semaphore.enabled=false")
			.run((context) -> assertThat(context).getBean(DataSource.class).isInstanceOf(HikariDataSource.class));
	}

	@Test
	void limitsWithoutSpringJdbcStopTheStart() {
		ApplicationContextRunner without = this.empty
			.withClassLoader(new FilteredClassLoader(DelegatingDataSource.class));
		without.run((context) -> assertThat(context).hasNotFailed());
		without.withPropertyValues("semaphore.datasource.dataSource=pool")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(SemaphoreConfigurationException.class)
				.rootCause()
				.hasMessageContaining(
						"semaphore.datasource is set (dataSource), but spring-jdbc is not on the class path."));
	}

	private static void failure(ApplicationContextRunner runner, String message) {
		runner.run((context) -> assertThat(context).getFailure()
			.isInstanceOf(SemaphoreConfigurationException.class)
			.hasMessageContaining(message));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> variable(String name, String value) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, value)));
	}

	private static Connection connect(ConfigurableApplicationContext context, String beanName) throws SQLException {
		return context.getBean(beanName, DataSource.class).getConnection();
	}

	private static int whileConnected(ConfigurableApplicationContext context, String beanName) throws SQLException {
		try (Connection connection = connect(context, beanName)) {
			return held(context);
		}
	}

	private static int held(ConfigurableApplicationContext context) {
		return pool(context).snapshot().held();
	}

	private static CountingSemaphore pool(ConfigurableApplicationContext context) {
		return context.getBean(SemaphoreRegistry.class).get("pool");
	}

	@Configuration(proxyBeanMethods = false)
	static class Three {

		@Bean
		DataSource one() {
			return H2Pools.create();
		}

		@Bean
		HikariDataSource two() {
			return H2Pools.create();
		}

		@Bean
		DataSource three() {
			return H2Pools.create();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class View {

		@Bean(defaultCandidate = false)
		DataSource reportsDataSource(DataSource pool) {
			return new DelegatingDataSource(pool);
		}

	}

	interface Decorated {

	}

	@Configuration(proxyBeanMethods = false)
	static class Unordered {

		@Bean
		static BeanPostProcessor decorator() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof HikariDataSource) {
						ProxyFactory factory = new ProxyFactory(bean);
						factory.addInterface(Decorated.class);
						return factory.getProxy();
					}
					return bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Needy {

		@Bean
		static NeedyPostProcessor needy(DataSource dataSource) {
			assertThat(dataSource).isInstanceOf(LimitedDataSource.class);
			return new NeedyPostProcessor();
		}

	}

	static class NeedyPostProcessor implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TooEarly {

		@Bean
		static BeanFactoryPostProcessor early() {
			return (beanFactory) -> beanFactory.getBean("dataSource");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Auditor {

		@Bean
		SemaphoreListener auditor(DataSource dataSource) {
			return new SemaphoreListener() {
			};
		}

		@Bean
		String first(ObjectProvider<DataSource> dataSource) throws SQLException {
			dataSource.getObject().getConnection().close();
			return "connected";
		}

	}

}
