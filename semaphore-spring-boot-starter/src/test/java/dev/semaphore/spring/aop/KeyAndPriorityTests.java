package dev.semaphore.spring.aop;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitHolder;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.QueuedRequest;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * {@code key}, {@code priority} and {@code exclusive}.
 */
class KeyAndPriorityTests {

	@Test
	void aKeyHasItsOwnShareOfThePermits() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			CountingSemaphore tenants = PermitsContext.semaphore(context, "tenants");
			try (Permit taken = tenants.acquire(AcquireRequest.one().withKey("acme"))) {
				assertThat(taken.weight()).isOne();
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> service.forTenant("acme"));
				assertThat(service.forTenant("other").key()).isEqualTo("other");
				assertThat(service.forNumber(17).key()).isEqualTo("17");
			}
			assertThat(service.forTenant("acme").key()).isEqualTo("acme");
		});
	}

	@Test
	void aKeyThatIsNullIsRefusedBeforeTheBodyRuns() {
		PermitsContext.with(Service.class,
				(service) -> assertThatIllegalArgumentException().isThrownBy(() -> service.forTenant(null))
					.withMessageContainingAll("key", "#tenant", "tenants", "forTenant(String)"));
	}

	@Test
	void priorityMayBeANumberOrAnExpression() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			try (Permit taken = quotes.acquire()) {
				assertThat(taken.weight()).isOne();
				new Thread(service::important).start();
				await().until(() -> quotes.snapshot().queueLength() == 1);
				new Thread(() -> service.ranked(-3)).start();
				await().until(() -> quotes.snapshot().queueLength() == 2);
				assertThat(quotes.waiters(2)).extracting(QueuedRequest::request)
					.extracting(AcquireRequest::priority)
					.containsExactly(7, -3);
			}
			await().until(() -> quotes.snapshot().queueLength() == 0 && quotes.snapshot().held() == 0);
		});
	}

	@Test
	void anExclusiveCallTakesAllPermitsAlsoAfterAResize() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.alone()).isEqualTo(4);
			PermitsContext.semaphore(context, "reports").resize(7);
			assertThat(service.alone()).isEqualTo(7);
			assertThat(PermitsContext.held(context, "reports")).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { HeavyAlone.class, NoShare.class, HeavyKey.class })
	void whatCannotBeMeantStopsTheStart(Class<?> bean) {
		SemaphoreConfigurationException failure = PermitsContext.failure(PermitsContext.runner(bean));
		assertThat(failure.description()).contains("run(String)")
			.containsAnyOf("is exclusive and has the weight '2'", "no limit for a key",
					"takes 2 permits of a semaphore that has 1 for a key");
	}

	static class Service extends HeldProbe {

		private final SemaphoreRegistry registry;

		Service(SemaphoreRegistry registry) {
			super(registry);
			this.registry = registry;
		}

		@Permits(name = "tenants", key = "#tenant")
		public PermitHolder forTenant(String tenant) {
			return newestHolder();
		}

		@Permits(name = "tenants", key = "#number")
		public PermitHolder forNumber(int number) {
			return newestHolder();
		}

		private PermitHolder newestHolder() {
			var holders = this.registry.get("tenants").holders(10);
			return holders.get(holders.size() - 1);
		}

		@Permits(name = "quotes", priority = "7")
		public void important() {
		}

		@Permits(name = "quotes", priority = "#rank")
		public void ranked(int rank) {
		}

		@Permits(name = "reports", exclusive = true)
		public int alone() {
			return held();
		}

	}

	static class HeavyAlone {

		@Permits(name = "reports", exclusive = true, weight = "2")
		public void run(String tenant) {
		}

	}

	static class NoShare {

		@Permits(name = "reports", key = "#tenant")
		public void run(String tenant) {
		}

	}

	static class HeavyKey {

		@Permits(name = "tenants", key = "#tenant", weight = "2")
		public void run(String tenant) {
		}

	}

}
