package dev.semaphore.spring.test;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = SaturatedTests.Application.class, properties = "semaphore.instances.reports.permits=2")
@NothingHeld
class NothingHeldTests {

	@Autowired
	private SemaphoreRegistry registry;

	@Test
	void testThatGivesBackPasses() throws Exception {
		SaturatedTests.run(Checked.class, "test", () -> reports().tryAcquire().close());
		assertThat(reports().snapshot().held()).isZero();
	}

	@Test
	void testThatLeavesAPermitHeldFailsAndNamesWhoTookIt() throws Exception {
		AcquireRequest request = AcquireRequest.one().withCaller("Reports.yearly");
		CompletableFuture<Permit> left = new CompletableFuture<>();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> SaturatedTests.run(Checked.class, "impatient",
					() -> left.complete(reports().acquireAsync(request).join())))
			.withMessageContaining("semaphore 'reports' has held=1, queueLength=0")
			.withMessageContaining("Reports.yearly")
			.withMessageContaining(Thread.currentThread().getName())
			.satisfies((failure) -> assertThat(failure.getSuppressed()).singleElement()
				.extracting(Throwable::getStackTrace, as(InstanceOfAssertFactories.array(StackTraceElement[].class)))
				.extracting(StackTraceElement::getClassName)
				.contains(NothingHeldTests.class.getName()));
		left.join().close();
	}

	@Test
	void testThatLeavesAWaiterFails() {
		CompletableFuture<?>[] left = new CompletableFuture<?>[1];
		try (Permit both = reports().tryAcquire(2)) {
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> SaturatedTests.run(Checked.class, "impatient",
						() -> left[0] = reports().acquireAsync(AcquireRequest.one().withCaller("Reports.daily"))))
				.withMessageContaining("queueLength=1")
				.withMessageContaining("Reports.daily");
			left[0].cancel(false);
		}
	}

	@Test
	void workThatEndsInTimeIsForgiven() throws Exception {
		SaturatedTests.run(Checked.class, "test", () -> {
			Permit permit = reports().tryAcquire();
			CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(permit::close);
		});
		assertThat(reports().snapshot().held()).isZero();
	}

	@Test
	void permitsOfASaturatedTestAreGivenBackFirst() throws Exception {
		SaturatedTests.run(CheckedAndFull.class, "test", () -> assertThat(reports().snapshot().available()).isZero());
		assertThat(reports().snapshot().held()).isZero();
	}

	private CountingSemaphore reports() {
		return this.registry.get("reports");
	}

	@SpringBootTest(classes = SaturatedTests.Application.class, properties = "semaphore.instances.reports.permits=2")
	@NothingHeld(within = "1m")
	static class Checked {

		void test() {
		}

		@NothingHeld(within = "0")
		void impatient() {
		}

	}

	@Saturated("reports")
	@NothingHeld(within = "0")
	static class CheckedAndFull extends Checked {

		@Override
		void test() {
		}

	}

}
