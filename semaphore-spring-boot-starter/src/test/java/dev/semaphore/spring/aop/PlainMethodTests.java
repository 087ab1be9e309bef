package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Methods that return plain values: what is taken, and that it comes back.
 */
class PlainMethodTests {

	@Test
	void holdsWhileTheBodyRunsAndGivesBackWhenItReturns() {
		PermitsContext.runner(Service.class).run((context) -> {
			assertThat(context.getBean(Service.class).one()).isEqualTo(1);
			assertThat(PermitsContext.held(context, "reports")).isZero();
		});
	}

	@Test
	void givesBackWhenTheBodyThrows() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			for (Throwable thrown : List.of(new IllegalStateException(), new Exception(), new OutOfMemoryError(),
					new StackOverflowError(), new NoClassDefFoundError())) {
				assertThat(catchThrowableOfType(Throwable.class, () -> service.fail(thrown))).isSameAs(thrown);
				assertThat(PermitsContext.held(context, "reports")).isZero();
			}
		});
	}

	@Test
	void aRefusedCallDoesNotRunTheBody() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			try (Permit taken = PermitsContext.semaphore(context, "reports").acquire(4)) {
				assertThat(taken.weight()).isEqualTo(4);
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(service::one)
					.satisfies((ex) -> assertThat(ex.semaphore()).isEqualTo("reports"))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.UNAVAILABLE));
			}
			assertThat(service.runs()).isZero();
		});
	}

	@Test
	void weightMayBeANumberAPlaceholderAnArgumentOrAnExpression() {
		PermitsContext.runner(Service.class).withPropertyValues("app.weight=3").run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.literal()).isEqualTo(2);
			assertThat(service.placeholder()).isEqualTo(3);
			assertThat(service.argument("a", 4)).isEqualTo(4);
			assertThat(service.argument(4L)).isEqualTo(4);
			assertThat(service.indexed("a", (short) 2)).isEqualTo(2);
			assertThat(service.batch(List.of(1, 2, 3))).isEqualTo(3);
			assertThat(service.root("ab")).isEqualTo("root".length());
			assertThat(service.bean("ab")).isEqualTo(2);
			assertThat(PermitsContext.held(context, "reports")).isZero();
		});
	}

	@Test
	void aWeightThatIsNullOrBelowOneIsRefusedBeforeTheBodyRuns() {
		PermitsContext.with(Service.class, (service) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> service.argument("a", 0))
				.withMessageContainingAll("reports", "argument", "#count", "0");
			assertThatIllegalArgumentException().isThrownBy(() -> service.argument("a", null))
				.withMessageContainingAll("reports", "argument", "#count", "null");
			assertThatIllegalArgumentException().isThrownBy(() -> service.batch(List.of()))
				.withMessageContainingAll("reports", "batch", "#batch.size()", "0");
			assertThatIllegalArgumentException().isThrownBy(() -> service.batch(null))
				.withMessageContainingAll("reports", "batch", "#batch.size()");
			assertThatIllegalArgumentException().isThrownBy(() -> service.argument(1L + Integer.MAX_VALUE));
			assertThat(service.runs()).isZero();
		});
	}

	@Test
	void maxWaitOverridesThePolicy() {
		PermitsContext.runner(Service.class).withPropertyValues("app.wait=0ms").run((context) -> {
			Service service = context.getBean(Service.class);
			try (Permit taken = PermitsContext.semaphore(context, "quotes").acquire()) {
				assertThat(taken.weight()).isOne();
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(service::impatient)
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.UNAVAILABLE));
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(service::brief)
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.TIMED_OUT));
			}
		});
	}

	@Test
	void aThreadInterruptedWhileItWaitsIsRefusedAndKeepsItsFlag() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			CompletableFuture<PermitRejectedException> refusal = new CompletableFuture<>();
			CompletableFuture<Boolean> flag = new CompletableFuture<>();
			try (Permit taken = PermitsContext.semaphore(context, "quotes").acquire()) {
				assertThat(taken.weight()).isOne();
				Thread thread = new Thread(() -> {
					refusal.complete(catchThrowableOfType(PermitRejectedException.class, service::patient));
					flag.complete(Thread.currentThread().isInterrupted());
				});
				thread.start();
				await().until(() -> PermitsContext.semaphore(context, "quotes").snapshot().queueLength() == 1);
				thread.interrupt();
				assertThat(refusal.get(60, TimeUnit.SECONDS).reason()).isEqualTo(RejectionReason.INTERRUPTED);
				assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(PermitsContext.semaphore(context, "quotes").snapshot().queueLength()).isZero();
			assertThat(service.runs()).isZero();
		});
	}

	@Test
	void namesTheMethodAsTheHolder() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.holder()).isEqualTo(Service.class.getName() + ".holder");
		});
	}

	static class Service extends HeldProbe {

		private final SemaphoreRegistry registry;

		private volatile int runs;

		Service(SemaphoreRegistry registry) {
			super(registry);
			this.registry = registry;
		}

		int runs() {
			return this.runs;
		}

		@Override
		public int held() {
			this.runs++;
			return super.held();
		}

		@Permits("reports")
		public int one() {
			return held();
		}

		@Permits("reports")
		public void fail(Throwable thrown) throws Throwable {
			throw thrown;
		}

		@Permits(name = "reports", weight = "2")
		public int literal() {
			return held();
		}

		@Permits(name = "reports", weight = "${app.weight:1}")
		public int placeholder() {
			return held();
		}

		@Permits(name = "reports", weight = "#count")
		public int argument(String name, Integer count) {
			return held();
		}

		@Permits(name = "reports", weight = "#count")
		public int argument(long count) {
			return held();
		}

		@Permits(name = "reports", weight = "#a1")
		public int indexed(String name, short count) {
			return held();
		}

		@Permits(name = "reports", weight = "#batch.size()")
		public int batch(List<Integer> batch) {
			return held();
		}

		@Permits(name = "reports",
				weight = "#root.method.name.length() + #root.args.length + #root.target.nothing() - 1")
		public int root(String name) {
			return held();
		}

		public int nothing() {
			return 0;
		}

		@Permits(name = "reports", weight = "@weigher.weigh(#p0)")
		public int bean(String name) {
			return held();
		}

		@Permits(name = "quotes", maxWait = "${app.wait:1h}")
		public void impatient() {
			held();
		}

		@Permits(name = "quotes", maxWait = "1ms")
		public void brief() {
			held();
		}

		@Permits("quotes")
		public void patient() {
			held();
		}

		@Permits("tracked")
		public String holder() {
			return this.registry.get("tracked").holders(1).get(0).caller();
		}

		@Bean
		static Weigher weigher() {
			return new Weigher();
		}

	}

	static class Weigher {

		public int weigh(String name) {
			return name.length();
		}

	}

}
