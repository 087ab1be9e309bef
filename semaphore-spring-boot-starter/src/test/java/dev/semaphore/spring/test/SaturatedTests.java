package dev.semaphore.spring.test;

import java.lang.reflect.Method;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(classes = SaturatedTests.Application.class,
		properties = { "semaphore.instances.reports.permits=4", "semaphore.instances.quotes.permits=2",
				"semaphore.instances.gate.permits=0" })
@Saturated("reports")
class SaturatedTests {

	@Autowired
	private SemaphoreRegistry registry;

	private int availableBefore;

	@BeforeEach
	void look() {
		this.availableBefore = available("reports");
	}

	@Test
	void semaphoreIsFullFromBeforeTheTestIsSetUp() {
		assertThat(this.availableBefore).isZero();
		assertThat(this.registry.get("reports").tryAcquire()).isNull();
		assertThat(available("quotes")).isEqualTo(2);
	}

	@Test
	@Saturated({ "quotes", "gate" })
	void annotationOfTheMethodReplacesThatOfTheClass() {
		assertThat(available("quotes")).isZero();
		assertThat(available("reports")).isEqualTo(4);
	}

	@Nested
	class InANestedClass {

		@Test
		void annotationOfTheEnclosingClassCounts() {
			assertThat(available("reports")).isZero();
		}

	}

	@Test
	void permitsComeBackAfterTheTest() throws Exception {
		run(Full.class, "test", () -> assertThat(available("quotes")).isZero());
		assertThat(available("quotes")).isEqualTo(2);
	}

	@Test
	@Saturated("gate")
	void testDoesNotBeginWhileSomebodyHoldsAPermitAndOthersAreGivenBack() throws Exception {
		CountingSemaphore quotes = this.registry.get("quotes");
		try (Permit held = quotes.acquire()) {
			assertThatIllegalStateException().isThrownBy(() -> run(BothFull.class, "test", () -> {
			}))
				.withMessageContaining("@Saturated cannot take all 2 permit(s) of semaphore 'quotes'")
				.withMessageContaining("held=1");
		}
		assertThat(available("reports")).isEqualTo(4);
	}

	@Test
	void unknownSemaphoreIsNamed() {
		assertThatExceptionOfType(UnknownSemaphoreException.class).isThrownBy(() -> run(Misspelt.class, "test", () -> {
		})).withMessageContaining("qoutes");
	}

	@Test
	void contextWithoutSemaphoresIsToldWhatItLacks() {
		assertThatIllegalStateException().isThrownBy(() -> run(WithoutSemaphores.class, "test", () -> {
		})).withMessageContaining("@Saturated").withMessageContaining("SemaphoreAutoConfiguration");
	}

	private int available(String name) {
		return this.registry.get(name).snapshot().available();
	}

	/**
	 * Runs a test as JUnit would.
	 */
	static void run(Class<?> testClass, String name, Runnable during) throws Exception {
		Object test = testClass.getDeclaredConstructor().newInstance();
		Method method = testClass.getDeclaredMethod(name);
		TestContextManager manager = new TestContextManager(testClass);
		manager.prepareTestInstance(test);
		manager.beforeTestMethod(test, method);
		try {
			during.run();
		}
		finally {
			manager.afterTestMethod(test, method, null);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(SemaphoreAutoConfiguration.class)
	static class Application {

	}

	@Saturated("quotes")
	static class Full extends SameContext {

		void test() {
		}

	}

	@Saturated({ "reports", "quotes" })
	static class BothFull extends SameContext {

		void test() {
		}

	}

	@Saturated("qoutes")
	static class Misspelt extends SameContext {

		void test() {
		}

	}

	@SpringJUnitConfig
	@Saturated("quotes")
	static class WithoutSemaphores {

		void test() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Nothing {

		}

	}

	/** The cached context of the tests above. */
	@SpringBootTest(classes = SaturatedTests.Application.class, properties = { "semaphore.instances.reports.permits=4",
			"semaphore.instances.quotes.permits=2", "semaphore.instances.gate.permits=0" })
	abstract static class SameContext {

	}

}
