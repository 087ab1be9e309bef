package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.Callable;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Plain methods that are called on threads which must not block.
 */
class EventLoopTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@Test
	void takesAPermitThatIsFree() {
		run((service, quotes) -> {
			assertThat(onEventLoop(service::plain)).isEqualTo("done");
			assertThat(quotes.snapshot().statistics().acquired()).isOne();
		});
	}

	@Test
	void neverWaitsForOneAndSaysWhy() {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> onEventLoop(service::plain))
					.withMessageContainingAll("quotes", "UNAVAILABLE", "'parallel-", "must not block", "Mono")
					.withCauseInstanceOf(PermitRejectedException.class)
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.UNAVAILABLE));
				assertThat(taken.weight()).isOne();
			}
		});
	}

	@Test
	void doesNotExplainARefusalThatHasAnotherReason() {
		run((service, quotes) -> {
			quotes.close();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> onEventLoop(service::plain))
				.withMessageNotContaining("must not block")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.CLOSED));
		});
	}

	private static String onEventLoop(Callable<String> call) throws Exception {
		try {
			return Mono.fromCallable(call).subscribeOn(Schedulers.parallel()).block(SOON);
		}
		catch (RuntimeException ex) {
			throw (ex.getCause() instanceof PermitRejectedException refusal && !(ex instanceof PermitRejectedException))
					? refusal : ex;
		}
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			test.run(context.getBean(Service.class), quotes);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	interface Scenario {

		void run(Service service, CountingSemaphore quotes) throws Exception;

	}

	static class Service {

		@Permits("quotes")
		public String plain() {
			return "done";
		}

	}

}
