package dev.semaphore.spring.aop;

import java.util.List;
import java.util.stream.Stream;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations that stop the start, each with what is wrong and what to do.
 */
class StartUpFailureTests {

	@Test
	void anUnknownNameStopsTheStartAndTheNearestIsSuggested() {
		SemaphoreConfigurationException failure = failure(UnknownName.class);
		assertThat(failure.description()).contains("@Permits(\"reprots\")", "UnknownName.run()", "does not exist",
				"Did you mean 'reports'?");
		assertThat(failure.action()).contains("[quotes, reports, tenants, tracked]");
	}

	@Test
	void aNameIsNoExpression() {
		assertThat(failure(ExpressionName.class).description()).contains("#{'reports'}", "does not exist");
	}

	@Test
	void aMissingNameStopsTheStart() {
		assertThat(failure(NoName.class).description()).contains("names no semaphore");
	}

	@Test
	void aLiteralWeightAboveThePermitsStopsTheStart() {
		assertThat(failure(TooHeavy.class).description()).contains("TooHeavy.run()", "takes 5 permits", "has 4");
	}

	@Test
	void aLiteralWeightBelowOneStopsTheStart() {
		assertThat(failure(Weightless.class).description()).contains("Weightless.run()", "weight 0");
	}

	@ParameterizedTest
	@MethodSource
	void aMethodThatNoProxyReachesStopsTheStart(Class<?> bean, String obstacle) {
		SemaphoreConfigurationException failure = failure(bean);
		assertThat(failure.description()).contains(bean.getSimpleName(), obstacle);
		assertThat(failure.action()).isNotBlank();
	}

	static Stream<Object[]> aMethodThatNoProxyReachesStopsTheStart() {
		return Stream.of(new Object[] { PrivateMethod.class, "private" }, new Object[] { StaticMethod.class, "static" },
				new Object[] { FinalMethod.class, "the method is final" },
				new Object[] { FinalMethodOfClass.class, "the method is final" },
				new Object[] { FinalClass.class, "final or sealed" },
				new Object[] { FinalClassWithInterface.class, "final or sealed" });
	}

	@Test
	void aMethodThatIsNotOfTheProxiedInterfacesStopsTheStart() {
		SemaphoreConfigurationException failure = PermitsContext.failure(
				PermitsContext.runner(NotInInterface.class).withPropertyValues("spring.aop.proxy-target-class=false"));
		assertThat(failure.description()).contains("NotInInterface.call()", "none of them has the method");
	}

	@ParameterizedTest
	@ValueSource(classes = { FinalClassWithInterface.class, FinalMethodWithInterface.class })
	void whatIsFinalButBehindAnInterfaceStartsWithAProxyOfInterfaces(Class<?> bean) {
		PermitsContext.runner(bean)
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void twoNamesInOneAnnotationStopTheStart() {
		SemaphoreConfigurationException failure = failure(NamedTwice.class);
		assertThat(failure.description()).contains("NamedTwice.call", "contradicts itself", "reports", "quotes");
		assertThat(failure.action()).contains("once");
	}

	@ParameterizedTest
	@MethodSource
	void aBadFallbackStopsTheStart(Class<?> bean, String reason) {
		assertThat(failure(bean).description()).contains("fallback", reason);
	}

	static Stream<Object[]> aBadFallbackStopsTheStart() {
		return Stream.of(new Object[] { MissingFallback.class, "Did you mean 'other'?" },
				new Object[] { FallbackOfOtherParameters.class, "takes these parameters" },
				new Object[] { FallbackOfOtherType.class, "returns java.lang.Integer instead of java.lang.String" },
				new Object[] { FallbackToItself.class, "takes these parameters" },
				new Object[] { GuardedFallback.class, "bears @Permits itself" });
	}

	@ParameterizedTest
	@MethodSource
	void aBadExpressionStopsTheStart(Class<?> bean, String reason) {
		assertThat(failure(bean).description()).contains("weight", reason);
	}

	static Stream<Object[]> aBadExpressionStopsTheStart() {
		return Stream.of(new Object[] { Unparseable.class, "is no expression" },
				new Object[] { UnknownVariable.class, "there is no #btach. Did you mean 'batch'?" },
				new Object[] { UnknownFunction.class, "there is no #max" },
				new Object[] { NoSuchArgument.class, "there is no #p1" },
				new Object[] { BlankWeight.class, "is no expression" });
	}

	@Test
	void aPlaceholderWithoutAValueStopsTheStart() {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(MissingValue.class)
			.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class)));
		assertThat(failure.description()).contains("MissingValue.run()", "app.missing");
		assertThat(failure.action()).contains("${name:default}");
	}

	@ParameterizedTest
	@ValueSource(classes = { NegativeWait.class, UnreadableWait.class })
	void aBadMaxWaitStopsTheStart(Class<?> bean) {
		assertThat(failure(bean).description()).contains("maxWait");
	}

	private static SemaphoreConfigurationException failure(Class<?> bean) {
		return PermitsContext.failure(PermitsContext.runner(bean));
	}

	static class UnknownName {

		@Permits("reprots")
		public void run() {
		}

	}

	static class ExpressionName {

		@Permits("#{'reports'}")
		public void run() {
		}

	}

	static class NoName {

		@Permits
		public void run() {
		}

	}

	static class TooHeavy {

		@Permits(name = "reports", weight = "5")
		public void run() {
		}

	}

	static class Weightless {

		@Permits(name = "reports", weight = "0")
		public void run() {
		}

	}

	static class NamedTwice {

		@Permits(value = "reports", name = "quotes")
		public void call() {
		}

	}

	static class PrivateMethod {

		@Permits("reports")
		private void run() {
		}

	}

	static class StaticMethod {

		@Permits("reports")
		public static void run() {
		}

	}

	static class FinalMethod {

		@Permits("reports")
		public final void run() {
		}

	}

	@Permits("reports")
	static class FinalMethodOfClass {

		public final void run() {
		}

	}

	static final class FinalClass {

		@Permits("reports")
		public void run() {
		}

	}

	static final class FinalClassWithInterface implements Runnable {

		@Override
		@Permits("reports")
		public void run() {
		}

	}

	static class FinalMethodWithInterface implements Runnable {

		@Override
		@Permits("reports")
		public final void run() {
		}

	}

	static class NotInInterface implements Runnable {

		@Override
		@Permits("reports")
		public void run() {
		}

		@Permits("reports")
		public void call() {
		}

	}

	static class MissingFallback {

		@Permits(name = "reports", fallback = "othr")
		public String run(String name) {
			return name;
		}

		String other(String name) {
			return name;
		}

	}

	static class FallbackOfOtherParameters {

		@Permits(name = "reports", fallback = "other")
		public String run(String name) {
			return name;
		}

		String other(String name, int number) {
			return name;
		}

		String other(PermitRejectedException refusal, String name) {
			return name;
		}

	}

	static class FallbackOfOtherType {

		@Permits(name = "reports", fallback = "other")
		public String run(String name) {
			return name;
		}

		Integer other(String name) {
			return 1;
		}

	}

	static class FallbackToItself {

		@Permits(name = "reports", fallback = "run")
		public String run(String name) {
			return name;
		}

	}

	static class GuardedFallback {

		@Permits(name = "reports", fallback = "other")
		public String run(String name) {
			return name;
		}

		@Permits("quotes")
		public String other(String name) {
			return name;
		}

	}

	static class Unparseable {

		@Permits(name = "reports", weight = "#batch.size(")
		public void run(List<String> batch) {
		}

	}

	static class UnknownVariable {

		@Permits(name = "reports", weight = "#btach.size()")
		public void run(List<String> batch) {
		}

	}

	static class UnknownFunction {

		@Permits(name = "reports", weight = "#max(1, #batch.size())")
		public void run(List<String> batch) {
		}

	}

	static class NoSuchArgument {

		@Permits(name = "reports", weight = "#p1")
		public void run(int weight) {
		}

	}

	static class BlankWeight {

		@Permits(name = "reports", weight = " ")
		public void run() {
		}

	}

	static class MissingValue {

		@Permits(name = "reports", weight = "${app.missing}")
		public void run() {
		}

	}

	static class NegativeWait {

		@Permits(name = "reports", maxWait = "-1s")
		public void run() {
		}

	}

	static class UnreadableWait {

		@Permits(name = "reports", maxWait = "soon")
		public void run() {
		}

	}

}
