package dev.semaphore.spring.aop;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated methods whose reactive work is that of other annotated methods.
 */
class ReactiveChainTests {

	@Test
	void aChainWhoseOuterLimitIsFullTakesNothingWithin() {
		PermitsContext.runner(Inner.class, Outer.class).run((context) -> {
			CountingSemaphore reports = PermitsContext.semaphore(context, "reports");
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			try (Permit taken = reports.acquire(4)) {
				StepVerifier.create(context.getBean(Outer.class).chain())
					.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(PermitRejectedException.class,
							(refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.UNAVAILABLE)))
					.verify(Duration.ofSeconds(60));
				assertThat(taken.weight()).isEqualTo(4);
			}
			assertThat(quotes.snapshot().statistics().acquired()).isZero();
			context.getBean(Outer.class).chain().subscribe().dispose();
			assertThat(quotes.snapshot().statistics().acquired()).isOne();
			assertThat(reports.snapshot().available()).isEqualTo(4);
			assertThat(quotes.snapshot().available()).isOne();
		});
	}

	static class Inner {

		@Permits("quotes")
		public Mono<String> work() {
			return Mono.never();
		}

	}

	static class Outer {

		private final ObjectProvider<Inner> inner;

		Outer(ApplicationContext context) {
			this.inner = context.getBeanProvider(Inner.class);
		}

		@Permits("reports")
		public Mono<String> chain() {
			return this.inner.getObject().work();
		}

	}

}
