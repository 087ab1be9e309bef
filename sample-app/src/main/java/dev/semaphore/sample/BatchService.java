package dev.semaphore.sample;

import java.time.Duration;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.stereotype.Service;

/**
 * Settles trades in batches, as many trades at once as the clearing house takes.
 */
@Service
class BatchService {

	private static final Duration SETTLES = Duration.ofMillis(300);

	private final Workload workload;

	BatchService(Workload workload) {
		this.workload = workload;
	}

	@Permits(name = "batches", weight = "#size")
	Batch settle(int size) {
		this.workload.run("batches", SETTLES);
		return new Batch(size);
	}

	/**
	 * Trades that were settled together.
	 *
	 * @param settled how many
	 */
	record Batch(int settled) {

	}

}
