package dev.semaphore.spring.aop;

import dev.semaphore.spring.DeadlockHazards.Cycle;
import dev.semaphore.spring.DeadlockHazards;
import dev.semaphore.spring.annotation.Permits;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Semaphores that are taken in contradicting orders.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeadlockHazardsTests {

	@Test
	void oneOrderIsNoHazard(CapturedOutput output) {
		PermitsContext.runner(Service.class).run((context) -> {
			context.getBean(Service.class).reportsThenQuotes();
			context.getBean(Service.class).reportsThenQuotes();
			assertThat(context.getBean(DeadlockHazards.class).found()).isEmpty();
			assertThat(output).doesNotContain("wait for each other");
		});
	}

	@Test
	void aCircleOfTwoIsReportedOnceWithBothCalls(CapturedOutput output) {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			for (int i = 0; i < 3; i++) {
				service.reportsThenQuotes();
				service.quotesThenReports();
			}
			assertThat(context.getBean(DeadlockHazards.class).found()).singleElement().satisfies((cycle) -> {
				assertThat(cycle.semaphores()).containsExactlyInAnyOrder("quotes", "reports");
				assertThat(cycle.calls()).hasSize(2)
					.anyMatch(
							(call) -> call.contains("Service.reportsThenQuotes()") && call.contains("Service.quotes()"))
					.anyMatch((call) -> call.contains("Service.quotesThenReports()")
							&& call.contains("Service.reports()"));
			});
			assertThat(output.getOut().split("wait for each other", -1)).hasSize(2);
		});
	}

	@Test
	void aCircleOfThreeIsFoundAcrossCallsAndMethodsWithSeveralAnnotations() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			service.reportsThenQuotes();
			service.quotesAndTracked();
			assertThat(context.getBean(DeadlockHazards.class).found()).isEmpty();
			service.trackedThenReports();
			assertThat(context.getBean(DeadlockHazards.class).found()).singleElement()
				.extracting(Cycle::semaphores)
				.asInstanceOf(InstanceOfAssertFactories.list(String.class))
				.containsExactlyInAnyOrder("quotes", "reports", "tracked");
		});
	}

	@Test
	void takingTheSameSemaphoreAgainIsNoHazardOfThisKind() {
		PermitsContext.runner(Service.class).run((context) -> {
			context.getBean(Service.class).reportsThenReports();
			assertThat(context.getBean(DeadlockHazards.class).found()).isEmpty();
		});
	}

	static class Service {

		private final ObjectProvider<Service> self;

		Service(ObjectProvider<Service> self) {
			this.self = self;
		}

		@Permits("reports")
		public void reports() {
		}

		@Permits("quotes")
		public void quotes() {
		}

		@Permits("reports")
		public void reportsThenQuotes() {
			this.self.getObject().quotes();
		}

		@Permits("reports")
		public void reportsThenReports() {
			this.self.getObject().reports();
		}

		@Permits("quotes")
		public void quotesThenReports() {
			this.self.getObject().reports();
		}

		@Permits("quotes")
		@Permits("tracked")
		public void quotesAndTracked() {
		}

		@Permits("tracked")
		public void trackedThenReports() {
			this.self.getObject().reports();
		}

	}

}
