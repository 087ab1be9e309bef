package dev.semaphore.spring.aop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.concurrent.Callable;

import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnotatedTypes}.
 */
class AnnotatedTypesTests {

	private final AnnotatedTypes types = new AnnotatedTypes();

	@ParameterizedTest
	@ValueSource(classes = { OnClass.class, OnPrivateMethod.class, OnTwice.class, OfSuperclass.class, OfInterface.class,
			OfInterfaceOfSuperclass.class, ByAnotherAnnotation.class, Limited.class })
	void whatIsAnnotatedSomewhereIs(Class<?> type) {
		assertThat(this.types.isAnnotated(type)).isTrue();
		assertThat(AnnotatedMethods.of(type)).isNotEmpty();
	}

	@Test
	void proxiesAreWhatTheyImplement() {
		assertThat(this.types.isAnnotated(proxy(Limited.class))).isTrue();
		assertThat(this.types.isAnnotated(proxy(Callable.class))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(
			classes = { Plain.class, Object.class, ArrayList.class, Callable.class, GenericApplicationContext.class })
	void whatIsNowhereAnnotatedIsNot(Class<?> type) {
		assertThat(this.types.isAnnotated(type)).isFalse();
		assertThat(AnnotatedMethods.of(type)).isEmpty();
	}

	@Test
	void whatIsForgottenIsFoundAgain() {
		assertThat(this.types.isAnnotated(OnClass.class)).isTrue();
		this.types.forget();
		assertThat(this.types.isAnnotated(OnClass.class)).isTrue();
		assertThat(this.types.isAnnotated(Plain.class)).isFalse();
	}

	private static Class<?> proxy(Class<?> type) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> null)
			.getClass();
	}

	interface Limited {

		@Permits("reports")
		void work();

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@Permits("reports")
	@interface Reports {

	}

	@Permits("reports")
	static class OnClass {

		public void work() {
		}

	}

	static class OnPrivateMethod {

		@Permits("reports")
		private void work() {
		}

	}

	static class OnTwice {

		@Permits("reports")
		@Permits("exports")
		void work() {
		}

	}

	static class OfSuperclass extends OnClass {

	}

	static class OfInterface implements Limited {

		@Override
		public void work() {
		}

	}

	static class OfInterfaceOfSuperclass extends OfInterface {

	}

	static class ByAnotherAnnotation {

		@Reports
		void work() {
		}

	}

	static class Plain implements Callable<String> {

		@Value("${x}")
		String value = "x";

		@Override
		public String call() {
			return this.value;
		}

	}

}
