package dev.semaphore.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Values accounts in the background. The permit is held until the future completes, and
 * who waits for one holds no thread.
 */
@RestController
class ValuationController {

	private static final Duration VALUES = Duration.ofMillis(300);

	private final JdbcClient jdbc;

	private final Workload workload;

	private final AsyncTaskExecutor executor;

	ValuationController(JdbcClient jdbc, Workload workload, AsyncTaskExecutor applicationTaskExecutor) {
		this.jdbc = jdbc;
		this.workload = workload;
		this.executor = applicationTaskExecutor;
	}

	@GetMapping("/api/valuations/{account}")
	@Permits("valuations")
	CompletableFuture<Valuation> value(@PathVariable String account) {
		return this.executor.submitCompletable(() -> {
			this.workload.run("valuations", VALUES);
			return new Valuation(account, worth(account));
		});
	}

	private BigDecimal worth(String account) {
		return this.jdbc.sql("SELECT COALESCE(SUM(quantity * price), 0) FROM orders WHERE account = :account")
			.param("account", account)
			.query(BigDecimal.class)
			.single();
	}

	/**
	 * What an account is worth.
	 *
	 * @param account whose
	 * @param worth what all its orders cost
	 */
	record Valuation(String account, BigDecimal worth) {

	}

}
