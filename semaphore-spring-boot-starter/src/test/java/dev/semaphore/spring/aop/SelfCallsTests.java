package dev.semaphore.spring.aop;

import java.util.List;
import java.util.function.Supplier;

import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that call themselves past their proxies are warned about at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class SelfCallsTests {

	private static final String PAST = "of its own object: that does not pass the proxy, and takes no permit of [quotes]. "
			+ "Move one of the two to another bean, or take the permit by PermitsOperations.";

	@Test
	void aCallOfAnotherMethodIsNamed(CapturedOutput output) {
		start(Calling.class);
		assertThat(output).contains(
				Calling.class.getName() + ".all calls " + Calling.class.getName() + ".write(String, long) " + PAST);
	}

	@Test
	void aCallInALambdaIsNamedAndSoIsAReference(CapturedOutput output) {
		start(CallingFromLambdas.class);
		assertThat(output).contains(".inLambda calls").contains(".byReference calls");
	}

	@Test
	void aCallInASuperclassIsNamed(CapturedOutput output) {
		start(Derived.class);
		assertThat(output)
			.contains(Derived.class.getName() + ".template calls " + Derived.class.getName() + ".step() ");
	}

	@Test
	void aCallThroughItsOwnProxyIsNotNamed(CapturedOutput output) {
		start(CallingItsProxy.class);
		assertThat(output).doesNotContain("of its own object");
	}

	@Test
	void aCallUnderTheSamePermitIsNotNamed(CapturedOutput output) {
		start(Overloaded.class);
		assertThat(output).doesNotContain("of its own object");
	}

	@Test
	void aCallOfAnotherObjectIsNotNamed(CapturedOutput output) {
		start(CallingAnother.class);
		assertThat(output).doesNotContain("of its own object");
	}

	private static void start(Class<?> bean) {
		PermitsContext.runner(bean).run((context) -> assertThat(context).hasNotFailed());
	}

	static class Calling {

		public void all(List<String> months) {
			for (String month : months) {
				write(month.isEmpty() ? "none" : month.toString(), months.size() * 2L);
			}
		}

		@Permits("quotes")
		public void write(String month, long size) {
		}

	}

	static class CallingFromLambdas {

		public void inLambda(List<String> months) {
			months.forEach((month) -> write(month));
		}

		public void byReference(List<String> months) {
			months.forEach(this::write);
		}

		@Permits("quotes")
		public void write(String month) {
		}

	}

	static class Base {

		public void template() {
			step();
		}

		public void step() {
		}

	}

	static class Derived extends Base {

		@Override
		@Permits("quotes")
		public void step() {
		}

	}

	static class CallingItsProxy {

		private final ObjectProvider<CallingItsProxy> self;

		CallingItsProxy(ObjectProvider<CallingItsProxy> self) {
			this.self = self;
		}

		public void call() {
			this.self.getObject().write();
		}

		public void callLater() {
			Supplier<CallingItsProxy> later = this.self::getObject;
			later.get().write();
		}

		@Permits("quotes")
		public void write() {
		}

	}

	static class Overloaded {

		@Permits("quotes")
		public void write() {
			write("all");
		}

		@Permits("quotes")
		public void write(String month) {
		}

	}

	static class CallingAnother {

		public void copy(CallingAnother other) {
			other.write();
		}

		@Permits("quotes")
		public void write() {
		}

	}

}
