package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.store.InMemoryPermitStore;
import dev.semaphore.store.PermitStore;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are given the permits they run under.
 */
class PermitParametersTests {

	private final ManualTime time = new ManualTime();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				AopAutoConfiguration.class))
		.withBean(ManualTime.class, () -> this.time)
		.withBean(PermitStore.class, () -> new InMemoryPermitStore("redis", this.time::nanoTime))
		.withPropertyValues("semaphore.instances.payouts.permits=1", "semaphore.instances.payouts.backend=redis",
				"semaphore.instances.payouts.max-wait=1m", "semaphore.instances.reports.permits=4",
				"semaphore.instances.reports.max-wait=0");

	@Test
	void theBodyReadsTheFencingTokenOfItsLease() {
		this.runner.withBean(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			long first = service.token("Ada", null);
			assertThat(service.token("Edsger", null)).isGreaterThan(first);
			assertThat(held(context.getBean(SemaphoreRegistry.class))).isZero();
		});
	}

	@Test
	void whatTheBodyClosesIsGivenBackWhenItReturns() {
		this.runner.withBean(Service.class).run((context) -> {
			SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
			assertThat(context.getBean(Service.class).closing(registry, null)).isEqualTo(2);
			assertThat(registry.get("reports").snapshot().held()).isZero();
		});
	}

	@Test
	void aPermitThatTheCallerPassesIsTheCallers() {
		this.runner.withBean(Service.class).run((context) -> {
			try (Permit own = context.getBean(SemaphoreRegistry.class).get("reports").acquire()) {
				assertThat(context.getBean(Service.class).given(own)).isSameAs(own);
			}
		});
	}

	@Test
	void eachCallIsGivenItsOwnAlsoByTheInterfaceOfItsBean() {
		this.runner.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(Payments.class, PaymentsByToken::new)
			.run((context) -> {
				Payments payments = context.getBean(Payments.class);
				assertThat(payments.pay(null)).isLessThan(payments.pay(null));
			});
	}

	@Test
	void aBodyThatHasWaitedWithoutAThreadIsGivenItToo() {
		this.runner.withBean(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			CompletableFuture<Long> later;
			try (Permit taken = context.getBean(SemaphoreRegistry.class).get("payouts").acquire()) {
				later = service.later(null);
				assertThat(later).isNotDone();
				assertThat(taken.lost()).isFalse();
			}
			assertThat(later.get(1, TimeUnit.MINUTES)).isPositive();
		});
	}

	@Test
	void aBodyThatAnInnerAspectPutsOffIsGivenItToo() {
		CompletableFuture<Object> signal = new CompletableFuture<>();
		this.runner.withBean(Service.class)
			.withBean(DefaultPointcutAdvisor.class, () -> puttingOff(signal))
			.run((context) -> {
				CompletableFuture<Long> later = context.getBean(Service.class).later(null);
				assertThat(later).isNotDone();
				signal.complete("go on");
				assertThat(later.get(1, TimeUnit.MINUTES)).isPositive();
			});
	}

	@Test
	void eachSubscriptionIsGivenItsOwn() {
		this.runner.withBean(Service.class).run((context) -> {
			Mono<Long> token = context.getBean(Service.class).reactive(null);
			Long first = token.block();
			assertThat(token.block()).isGreaterThan(first);
		});
	}

	@Test
	void ofSeveralAQualifierSaysWhichAndWithoutOneItIsAll() {
		this.runner.withBean(Service.class).run((context) -> {
			List<Permit> given = context.getBean(Service.class).both(null, null, null);
			assertThat(given).extracting(Permit::weight).containsExactly(2, 1, 3);
			assertThat(given.get(1).fencingToken()).isPresent();
		});
	}

	@Test
	void theFallbackIsGivenNone() {
		this.runner.withBean(Service.class).run((context) -> {
			context.getBean(SemaphoreRegistry.class).get("reports").close();
			assertThat(context.getBean(Service.class).orNone(null)).isEqualTo("CLOSED, null");
		});
	}

	@Test
	void aPermitThatTheMethodDoesNotTakeStopsTheStart() {
		assertThat(PermitsContext.failure(this.runner.withBean(Mistaken.class)))
			.hasMessageContaining("has a parameter for the permit of 'payout', which the method does not take")
			.hasMessageContaining("[payouts]");
	}

	/** An aspect next to the body, which it runs after the call has returned. */
	private static DefaultPointcutAdvisor puttingOff(CompletableFuture<Object> signal) {
		NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
		pointcut.setMappedName("later");
		DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(pointcut,
				(MethodInterceptor) (invocation) -> signal.thenCompose((ignored) -> proceed(invocation)));
		advisor.setOrder(Ordered.LOWEST_PRECEDENCE);
		return advisor;
	}

	private static CompletionStage<?> proceed(MethodInvocation invocation) {
		try {
			return (CompletionStage<?>) Objects.requireNonNull(invocation.proceed());
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static int held(SemaphoreRegistry registry) {
		return registry.get("payouts").snapshot().held();
	}

	interface Payments {

		@Permits("payouts")
		long pay(@Qualifier("payouts") Permit permit);

	}

	static class PaymentsByToken implements Payments {

		@Override
		public long pay(Permit permit) {
			return permit.fencingToken().orElseThrow();
		}

	}

	static class Service {

		@Permits("payouts")
		long token(String payee, Permit permit) {
			return permit.fencingToken().orElseThrow();
		}

		@Permits(name = "reports", weight = "2")
		int closing(SemaphoreRegistry registry, Permit permit) {
			permit.close();
			return registry.get("reports").snapshot().held();
		}

		@Permits("reports")
		Permit given(Permit permit) {
			return permit;
		}

		@Permits("payouts")
		CompletableFuture<Long> later(Permit permit) {
			return CompletableFuture.completedFuture(permit.fencingToken().orElseThrow());
		}

		@Permits("payouts")
		Mono<Long> reactive(Permit permit) {
			return Mono.fromSupplier(() -> permit.fencingToken().orElseThrow());
		}

		@Permits(name = "reports", weight = "2")
		@Permits("payouts")
		List<Permit> both(@Qualifier("reports") Permit reports, @Qualifier("payouts") Permit payouts, Permit all) {
			return new ArrayList<>(List.of(reports, payouts, all));
		}

		@Permits(name = "reports", fallback = "none")
		String orNone(Permit permit) {
			return "not refused";
		}

		String none(Permit permit, PermitRejectedException refusal) {
			return refusal.reason() + ", " + permit;
		}

	}

	static class Mistaken {

		@Permits("payouts")
		void pay(@Qualifier("payout") Permit permit) {
		}

	}

}
