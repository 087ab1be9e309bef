package dev.semaphore.spring.aop;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every annotated bean has the advice, or the application does not start.
 */
public class AdviceTests {

	@ParameterizedTest
	@CsvSource({ "true,true,true", "true,true,false", "true,false,true", "true,false,false", "false,true,true",
			"false,true,false", "false,false,true", "false,false,false" })
	void holdsWithEveryConfigurationOfAop(boolean auto, boolean proxyTargetClass, boolean aspectj) {
		ApplicationContextRunner runner = PermitsContext.runner(Service.class)
			.withPropertyValues("spring.aop.auto=" + auto, "spring.aop.proxy-target-class=" + proxyTargetClass);
		if (!aspectj) {
			runner = runner.withClassLoader(new FilteredClassLoader("org.aspectj"));
		}
		runner.run((context) -> {
			assertThat(context.getBean(Held.class).held()).isEqualTo(1);
			assertThat(context.getBean(Held.class) instanceof Service).isEqualTo(proxyTargetClass);
		});
	}

	@Test
	void aBeanMadeBeforeProxiesAreStopsTheStart() {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(EarlyBean.class));
		assertThat(failure.description()).contains("'early'", "Service.held()", "without a proxy");
		assertThat(failure.action()).contains("ObjectProvider");
	}

	@Test
	void anObjectRegisteredAsASingletonStopsTheStart() {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner()
			.withInitializer((context) -> ((DefaultListableBeanFactory) context.getBeanFactory())
				.registerSingleton("byHand", new Service(PermitsContext.registry()))));
		assertThat(failure.description()).contains("'byHand'", "without a proxy");
	}

	@Test
	void aProxyOfOnesOwnThatHidesTheAnnotationStopsTheStart() {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(OwnProxy.class));
		assertThat(failure.description()).contains("'own'", "without a proxy");
	}

	@Test
	void aProductOfAFactoryIsChecked() {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(Factory.class));
		assertThat(failure.description()).contains("'product'", "reprots");
	}

	@Test
	void aScopedProxyIsNotMistakenForABeanWithoutAdvice() {
		PermitsContext.runner(Scoped.class)
			.run((context) -> assertThat(context.getBean("scoped", Service.class).held()).isEqualTo(1));
	}

	@Test
	void beansThatNeedEachOtherHaveTheAdvice() {
		PermitsContext.runner(First.class, Second.class)
			.withInitializer((context) -> ((DefaultListableBeanFactory) context.getBeanFactory())
				.setAllowCircularReferences(true))
			.run((context) -> {
				assertThat(context.getBean(First.class).held()).isEqualTo(1);
				assertThat(context.getBean(Second.class).first().held()).isEqualTo(1);
			});
	}

	@Test
	void lazyBeansThatNeedEachOtherHaveTheAdvice() {
		PermitsContext.runner(First.class, Second.class).withInitializer((context) -> {
			((DefaultListableBeanFactory) context.getBeanFactory()).setAllowCircularReferences(true);
			context.addBeanFactoryPostProcessor((factory) -> {
				for (String name : factory.getBeanNamesForType(Held.class, true, false)) {
					factory.getBeanDefinition(name).setLazyInit(true);
				}
			});
		}).run((context) -> {
			assertThat(context.getBean(First.class).held()).isEqualTo(1);
			assertThat(context.getBean(Second.class).first().held()).isEqualTo(1);
		});
	}

	@Test
	void aPrototypeHasTheAdvice() {
		PermitsContext.runner(Prototype.class)
			.run((context) -> assertThat(context.getBean("prototype", Service.class).held()).isEqualTo(1));
	}

	@Test
	void makingTheAdviceDoesNotMakeTheRegistry() {
		boolean[] made = new boolean[1];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class))
			.withBean(BeanPostProcessor.class, () -> new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					made[0] |= bean instanceof SemaphoreRegistry;
					return bean;
				}

			})
			.withBean(SemaphoreRegistry.class, PermitsContext::registry)
			.run((context) -> assertThat(made[0]).as("the registry is processed by every post-processor").isTrue());
	}

	public interface Held {

		int held();

	}

	public static class Service extends HeldProbe implements Held {

		public Service(SemaphoreRegistry registry) {
			super(registry);
		}

		@Override
		@Permits("reports")
		public int held() {
			return super.held();
		}

	}

	static class EarlyBean {

		@Bean
		static NeedsEarly needsEarly(Service early) {
			return new NeedsEarly(early);
		}

		@Bean
		static Service early() {
			return new Service(PermitsContext.registry());
		}

	}

	static class NeedsEarly implements BeanPostProcessor, PriorityOrdered {

		NeedsEarly(Service early) {
			assertThat(early).isNotNull();
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class OwnProxy {

		@Bean
		Held own(SemaphoreRegistry registry) {
			ProxyFactory factory = new ProxyFactory(new Service(registry));
			factory.setInterfaces(Held.class);
			return (Held) factory.getProxy();
		}

	}

	static class Factory {

		@Bean
		FactoryBean<Object> product() {
			return new FactoryBean<>() {

				@Override
				public Object getObject() {
					return new StartUpFailureTests.UnknownName();
				}

				@Override
				public Class<?> getObjectType() {
					return null;
				}

			};
		}

		@Bean
		String user(BeanFactory beanFactory) {
			return beanFactory.getBean("product").toString();
		}

	}

	static class Scoped {

		@Bean
		@Scope(scopeName = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
		Service scoped(SemaphoreRegistry registry) {
			return new Service(registry);
		}

	}

	static class Prototype {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Service prototype(SemaphoreRegistry registry) {
			return new Service(registry);
		}

	}

	static class First extends Service {

		First(SemaphoreRegistry registry) {
			super(registry);
		}

		@Autowired
		void setSecond(Second second) {
		}

	}

	static class Second extends Service {

		private First first;

		Second(SemaphoreRegistry registry) {
			super(registry);
		}

		@Autowired
		void setFirst(First first) {
			this.first = first;
		}

		First first() {
			return this.first;
		}

	}

}
