package dev.semaphore.sample;

import java.time.Duration;
import java.util.List;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reports over all orders. The permit is taken outside the transaction, so that who waits
 * for one holds no connection meanwhile.
 */
@Service
class ReportService {

	private static final Duration MORE_ORDERS_THAN_WE_HAVE = Duration.ofMillis(250);

	private final JdbcClient jdbc;

	private final Workload workload;

	ReportService(JdbcClient jdbc, Workload workload) {
		this.jdbc = jdbc;
		this.workload = workload;
	}

	@Permits("reports")
	@Transactional(readOnly = true)
	List<ReportLine> turnover() {
		List<ReportLine> lines = this.jdbc.sql("""
				SELECT symbol, COUNT(*) AS orders, SUM(quantity * price) AS turnover,
					ROUND(100 * SUM(quantity * price) / SUM(SUM(quantity * price)) OVER (), 2) AS percent
				FROM orders
				GROUP BY symbol
				ORDER BY turnover DESC
				""").query(DataClassRowMapper.newInstance(ReportLine.class)).list();
		this.workload.run("reports", MORE_ORDERS_THAN_WE_HAVE);
		return lines;
	}

}
