package dev.semaphore.spring.aop;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

	@ParameterizedTest
	@ValueSource(classes = { LazyUnknown.class, PrototypeUnknown.class, UnmadeProduct.class, OfLazyInterface.class,
			OfInnerBean.class, InjectedPrototype.class, LazyPrivate.class, LazyFinal.class })
	void aBeanThatIsNotMadeAtStartUpStopsTheStart(Class<?> bean) {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(bean));
		assertThat(failure.description()).startsWith("Bean '").containsAnyOf("reprots", "private", "final");
	}

	@Test
	void allBeansAreCheckedWhenAllAreLazy() {
		SemaphoreConfigurationException failure = PermitsContext
			.failure(PermitsContext.runner(StartUpFailureTests.UnknownName.class)
				.withInitializer((context) -> context
					.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor())));
		assertThat(failure.description()).contains("reprots");
	}

	@Test
	void aLazyBeanOfAnInterfaceMayHaveItsFallbackInItsClass() {
		PermitsContext.runner(LazyWithFallback.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(WithFallback.class).run()).isEqualTo("run");
		});
	}

	@Test
	void aProductIsNotMadeForTheCheckAlone() {
		PermitsContext.runner(CountedProducts.class)
			.run((context) -> assertThat(context.getBean("&counted", CountingFactory.class).made).isEqualTo(1));
	}

	@Test
	void aLazyBeanIsCheckedWhenItIsMade() {
		PermitsContext.runner(LazyBean.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("late"))
				.havingRootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.withMessageContaining("reprots");
		});
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

	static class LazyBean {

		@Bean
		@Lazy
		Object late() {
			return new StartUpFailureTests.UnknownName();
		}

	}

	@Lazy
	static class LazyUnknown extends StartUpFailureTests.UnknownName {

	}

	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	static class PrototypeUnknown extends StartUpFailureTests.UnknownName {

	}

	@Lazy
	static class LazyPrivate extends StartUpFailureTests.PrivateMethod {

	}

	@Lazy
	static class LazyFinal extends StartUpFailureTests.FinalMethod {

	}

	interface Unknown {

		@Permits("reprots")
		void run();

	}

	static class UnmadeProduct {

		@Bean
		FactoryBean<Unknown> product() {
			return new FactoryBean<>() {

				@Override
				public Unknown getObject() {
					return () -> {
					};
				}

				@Override
				public Class<?> getObjectType() {
					return Unknown.class;
				}

			};
		}

	}

	static class OfLazyInterface {

		@Bean
		@Lazy
		Unknown late() {
			return () -> {
			};
		}

	}

	static class OfInnerBean implements BeanDefinitionRegistryPostProcessor {

		@Override
		public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition("outer",
					BeanDefinitionBuilder.rootBeanDefinition(Outer.class)
						.addPropertyValue("inner", new RootBeanDefinition(StartUpFailureTests.UnknownName.class))
						.getBeanDefinition());
		}

	}

	static class Outer {

		public void setInner(Object inner) {
		}

	}

	static class InjectedPrototype {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		Object prototype() {
			return new StartUpFailureTests.UnknownName();
		}

		@Bean
		String user(@Qualifier("prototype") Object prototype) {
			return prototype.toString();
		}

	}

	interface WithFallback {

		@Permits(name = "reports", fallback = "other")
		String run();

	}

	static class LazyWithFallback {

		@Bean
		@Lazy
		WithFallback late() {
			return new HasFallback();
		}

	}

	static class HasFallback implements WithFallback {

		@Override
		public String run() {
			return "run";
		}

		String other() {
			return "other";
		}

	}

	static class CountedProducts {

		@Bean
		CountingFactory counted() {
			return new CountingFactory();
		}

		@Bean
		String user(BeanFactory beanFactory) {
			return beanFactory.getBean("counted").toString();
		}

	}

	static class CountingFactory implements FactoryBean<WithFallback> {

		private int made;

		@Override
		public WithFallback getObject() {
			this.made++;
			return new HasFallback();
		}

		@Override
		public Class<?> getObjectType() {
			return WithFallback.class;
		}

		@Override
		public boolean isSingleton() {
			return false;
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
