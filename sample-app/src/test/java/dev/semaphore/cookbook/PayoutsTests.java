package dev.semaphore.cookbook;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PayoutsTests {

	/** Each run of it is an instance of the application, over the same database. */
	private final ApplicationContextRunner instance = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withBean(TimeSource.class, SlowTime::new)
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
				"spring.sql.init.mode=never", "semaphore.instances.payouts.permits=1",
				"semaphore.instances.payouts.backend=jdbc", "semaphore.instances.payouts.max-wait=1m",
				"semaphore.jdbc.timeout=1m");

	@Test
	void instancesPayOneAfterTheOther() {
		this.instance.run((one) -> this.instance.run((other) -> {
			try (Permit permit = semaphore(one).acquire()) {
				assertThat(semaphore(other).tryAcquire()).isNull();
				assertThat(permit.fencingToken()).isPresent();
			}
			one.getBean(Payouts.class).pay(List.of("ada", "grace"));
			other.getBean(Payouts.class).pay(List.of("ada"));
			assertThat(one.getBean(Accounts.class).paid).containsExactly("ada", "grace");
			assertThat(other.getBean(Accounts.class).paid).containsExactly("ada");
		}));
	}

	@Test
	void whoseLeaseEndedUnawaresPaysNoMore() {
		this.instance.run((one) -> this.instance.run((other) -> {
			Accounts accounts = new Accounts();
			Accounts frozenAfterTheFirst = new Accounts() {

				@Override
				void pay(String payee, long token) {
					accounts.pay(payee, token);
					if (payee.equals("ada")) {
						payByTheOther(one, other, accounts);
					}
				}

			};
			Payouts payouts = new Payouts(semaphore(one), frozenAfterTheFirst);
			assertThatIllegalStateException().isThrownBy(() -> payouts.pay(List.of("ada", "grace")));
			assertThat(accounts.paid).containsExactly("ada", "edsger");
		}));
	}

	private static void payByTheOther(ApplicationContext one, ApplicationContext other, Accounts accounts) {
		endTheLease(one);
		try (Permit next = semaphore(other).acquire()) {
			accounts.pay("edsger", next.fencingToken().orElseThrow());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** As if the instance had been frozen for so long. */
	private static void endTheLease(ApplicationContext instance) {
		JdbcTemplate database = instance.getBean(JdbcTemplate.class);
		database.update("DELETE FROM SEMAPHORE_CLAIM");
		database.update("UPDATE SEMAPHORE_STATE SET held = 0");
	}

	private static CountingSemaphore semaphore(ApplicationContext instance) {
		return instance.getBean(SemaphoreRegistry.class).get("payouts");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Payouts.class, Accounts.class })
	static class Application {

	}

	/**
	 * Lets no database be too late with its answers, and no lease be due.
	 */
	static class SlowTime implements TimeSource {

		private static final int SLOWNESS = 20;

		private final TimeSource system = TimeSource.system();

		@Override
		public long nanoTime() {
			return this.system.nanoTime() / SLOWNESS;
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			this.system.parkNanos(blocker, (nanos < Long.MAX_VALUE / SLOWNESS) ? nanos * SLOWNESS : Long.MAX_VALUE);
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return this.system.schedule(task, delay.multipliedBy(SLOWNESS));
		}

	}

}
