package dev.semaphore.spring.aop;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Several annotations on one method: all or none.
 */
@Timeout(300)
class SeveralPermitsTests {

	@Test
	void allAreHeldWhileTheBodyRunsAndAllComeBack() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.both()).isEqualTo("1 quotes, 2 reports");
			assertThat(service.reversed()).isEqualTo("1 quotes, 2 reports");
			assertThat(service.meta()).isEqualTo("1 quotes, 2 reports");
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void allComeBackWhenTheBodyThrows() {
		PermitsContext.runner(Service.class).run((context) -> {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> context.getBean(Service.class).fail());
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void theFirstComesBackWhenTheSecondIsRefused() {
		PermitsContext.runner(Service.class).run((context) -> {
			PermitsContext.semaphore(context, "reports").close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Service.class).both())
				.satisfies((ex) -> assertThat(ex.semaphore()).isEqualTo("reports"));
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void theyAreTakenInTheOrderOfTheirNamesHoweverTheyAreDeclared() {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			try (Permit taken = quotes.acquire()) {
				assertThat(taken.weight()).isOne();
				Thread thread = new Thread(() -> context.getBean(Service.class).reversed());
				thread.start();
				await().until(() -> quotes.snapshot().queueLength() == 1);
				assertThat(PermitsContext.held(context, "reports")).isZero();
			}
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	@Test
	void anExpressionThatFailsTakesNone() {
		PermitsContext.runner(Service.class).run((context) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> context.getBean(Service.class).weighed(0));
			assertThat(PermitsContext.semaphore(context, "quotes").snapshot().statistics().acquired()).isZero();
		});
	}

	@Test
	void theShortestMaxWaitHoldsForAllTogether() {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			try (Permit taken = quotes.acquire()) {
				assertThat(taken.weight()).isOne();
				// Alone, quotes would wait for a minute.
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> context.getBean(Service.class).both())
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.UNAVAILABLE));
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> context.getBean(Service.class).brief())
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.TIMED_OUT));
			}
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void theFallbackOfTheOneThatRefusesAnswers() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			PermitsContext.semaphore(context, "reports").close();
			assertThat(service.withFallbacks()).isEqualTo("no report");
			PermitsContext.semaphore(context, "quotes").close();
			assertThat(service.withFallbacks()).isEqualTo("no quote");
		});
	}

	@Test
	void aStageHoldsAllUntilItCompletes() {
		PermitsContext.runner(Service.class).run((context) -> {
			CompletableFuture<String> work = new CompletableFuture<>();
			CompletableFuture<String> result = context.getBean(Service.class).stage(work);
			assertThat(PermitsContext.held(context, "quotes")).isOne();
			assertThat(PermitsContext.held(context, "tracked")).isOne();
			work.complete("done");
			assertThat(result).isCompletedWithValue("done");
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void aStageThatWaitsForTheSecondGivesTheFirstBackWhenItIsCancelled() {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore second = PermitsContext.semaphore(context, "tracked");
			try (Permit taken = second.acquire()) {
				assertThat(taken.weight()).isOne();
				CompletableFuture<String> result = context.getBean(Service.class).stage(new CompletableFuture<>());
				await().until(() -> second.snapshot().queueLength() == 1);
				assertThat(PermitsContext.held(context, "quotes")).isOne();
				result.cancel(true);
				assertThat(second.snapshot().queueLength()).isZero();
				assertThat(PermitsContext.held(context, "quotes")).isZero();
			}
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void aStageThatWaitsForTheFirstThenTheSecondGetsBoth() {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore first = PermitsContext.semaphore(context, "quotes");
			CountingSemaphore second = PermitsContext.semaphore(context, "tracked");
			Permit firstTaken = first.acquire();
			Permit secondTaken = second.acquire();
			CompletableFuture<String> result = context.getBean(Service.class)
				.stage(CompletableFuture.completedFuture("done"));
			firstTaken.close();
			await().until(() -> second.snapshot().queueLength() == 1);
			secondTaken.close();
			assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("done");
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void aStageWhoseSecondIsRefusedGivesTheFirstBack() {
		PermitsContext.runner(Service.class).run((context) -> {
			PermitsContext.semaphore(context, "tracked").close();
			assertThat(context.getBean(Service.class).stage(new CompletableFuture<>()))
				.failsWithin(60, TimeUnit.SECONDS)
				.withThrowableThat()
				.withCauseInstanceOf(PermitRejectedException.class);
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void callsThatDeclareThemInOppositeOrdersDoNotDeadlock() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			CountDownLatch done = new CountDownLatch(4);
			for (int i = 0; i < 4; i++) {
				Runnable call = (i % 2 == 0) ? service::quotesThenTracked : service::trackedThenQuotes;
				new Thread(() -> {
					for (int round = 0; round < 200; round++) {
						call.run();
					}
					done.countDown();
				}).start();
			}
			assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
			assertNothingHeld(context.getBean(SemaphoreRegistry.class));
		});
	}

	@Test
	void theSameNameTwiceStopsTheStart() {
		SemaphoreConfigurationException failure = PermitsContext
			.failure(PermitsContext.runner(Twice.class).withPropertyValues("app.name=reports"));
		assertThat(failure.description()).contains("@Permits(\"reports\")", "Twice.run()", "is there twice");
	}

	private static void assertNothingHeld(SemaphoreRegistry registry) {
		assertThat(registry.names()).allSatisfy((name) -> {
			assertThat(registry.get(name).snapshot().held()).as(name).isZero();
			assertThat(registry.get(name).snapshot().queueLength()).as(name).isZero();
		});
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Permits("quotes")
	@Permits(name = "reports", weight = "2")
	@interface Both {

	}

	static class Service extends HeldProbe {

		Service(SemaphoreRegistry registry) {
			super(registry);
		}

		private String report() {
			return held("quotes") + " quotes, " + held("reports") + " reports";
		}

		@Permits("quotes")
		@Permits(name = "reports", weight = "2")
		public String both() {
			return report();
		}

		@Permits(name = "reports", weight = "2", maxWait = "1m")
		@Permits("quotes")
		public String reversed() {
			return report();
		}

		@Both
		public String meta() {
			return report();
		}

		@Permits("quotes")
		@Permits("reports")
		public void fail() {
			throw new StackOverflowError();
		}

		@Permits("quotes")
		@Permits(name = "reports", weight = "#weight")
		public void weighed(int weight) {
			throw new AssertionError("ran");
		}

		@Permits("quotes")
		@Permits(name = "reports", maxWait = "1ms")
		public void brief() {
			throw new AssertionError("ran");
		}

		@Permits(name = "quotes", fallback = "noQuote")
		@Permits(name = "reports", fallback = "noReport")
		public String withFallbacks() {
			return "both";
		}

		private String noQuote() {
			return "no quote";
		}

		private String noReport() {
			return "no report";
		}

		@Permits(name = "tracked", maxWait = "1m")
		@Permits("quotes")
		public CompletableFuture<String> stage(CompletableFuture<String> work) {
			return work;
		}

		@Permits(name = "quotes", maxWait = "1m")
		@Permits(name = "tracked", maxWait = "1m")
		public void quotesThenTracked() {
		}

		@Permits(name = "tracked", maxWait = "1m")
		@Permits(name = "quotes", maxWait = "1m")
		public void trackedThenQuotes() {
		}

	}

	static class Twice {

		@Permits("reports")
		@Permits("${app.name}")
		public void run() {
		}

	}

}
