package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * {@code @Permits} and {@code @Transactional} on one method: the permit is outside.
 */
class TransactionalMethodTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				AopAutoConfiguration.class, DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withUserConfiguration(Beans.class)
		.withPropertyValues("spring.datasource.generate-unique-name=true", "semaphore.instances.reports.permits=1",
				"semaphore.instances.reports.max-wait=5m");

	@Test
	void thatWhichWaitsForAPermitHasNoConnection() {
		this.runner.run((context) -> {
			CountingSemaphore reports = reports(context);
			CompletableFuture<Void> report;
			try (Permit held = reports.acquire()) {
				report = CompletableFuture.runAsync(() -> context.getBean(Reports.class).make());
				await().until(() -> reports.snapshot().queueLength() == 1);
				assertThat(activeConnections(context)).isZero();
			}
			report.get(60, TimeUnit.SECONDS);
		});
	}

	@Test
	void permitIsGivenBackAfterTheCommitAndTheConnection() {
		this.runner.run((context) -> {
			context.getBean(Reports.class).make();
			assertThat(context.getBean(Diary.class).entries()).containsExactly("made, held 1, connections 1",
					"committed, held 1, connections 1", "given back, connections 0");
		});
	}

	@Test
	void permitIsGivenBackAfterTheRollbackAndTheConnection() {
		this.runner.run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Reports.class).fail());
			assertThat(context.getBean(Diary.class).entries()).containsExactly("failed, held 1, connections 1",
					"rolled back, held 1, connections 1", "given back, connections 0");
		});
	}

	private static CountingSemaphore reports(ApplicationContext context) {
		return context.getBean(SemaphoreRegistry.class).get("reports");
	}

	private static int activeConnections(ApplicationContext context) {
		HikariPoolMXBean pool = context.getBean(HikariDataSource.class).getHikariPoolMXBean();
		// There is none before the first connection.
		return (pool != null) ? pool.getActiveConnections() : 0;
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Diary diary(ApplicationContext context) {
			return new Diary(context, Collections.synchronizedList(new ArrayList<>()));
		}

		@Bean
		Reports reports(JdbcTemplate jdbc, Diary diary) {
			return new Reports(jdbc, diary);
		}

	}

	record Diary(ApplicationContext context, List<String> entries) implements SemaphoreListener {

		void write(String event) {
			this.entries.add(event + ", held " + TransactionalMethodTests.reports(this.context).snapshot().held()
					+ ", connections " + activeConnections(this.context));
		}

		@Override
		public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			this.entries.add("given back, connections " + activeConnections(this.context));
		}

	}

	static class Reports {

		private final JdbcTemplate jdbc;

		private final Diary diary;

		Reports(JdbcTemplate jdbc, Diary diary) {
			this.jdbc = jdbc;
			this.diary = diary;
		}

		@Transactional
		@Permits("reports")
		public void make() {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void afterCommit() {
					Reports.this.diary.write("committed");
				}
			});
			this.jdbc.execute("select 1");
			this.diary.write("made");
		}

		@Transactional
		@Permits("reports")
		public void fail() {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void afterCompletion(int status) {
					Reports.this.diary.write("rolled back");
				}
			});
			this.jdbc.execute("select 1");
			this.diary.write("failed");
			throw new IllegalStateException();
		}

	}

}
