package dev.semaphore.spring.aop;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A bean that is made when it is needed is checked at the start all the same.
 */
class LateBeansTests {

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

}
