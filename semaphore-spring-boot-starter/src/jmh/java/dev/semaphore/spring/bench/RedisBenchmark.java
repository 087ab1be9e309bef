package dev.semaphore.spring.bench;

import java.util.List;

import dev.semaphore.bench.BenchmarkReport;
import dev.semaphore.bench.BenchmarkSettings;
import dev.semaphore.bench.Comparison;
import dev.semaphore.bench.Measurements;
import dev.semaphore.spring.store.redis.RedisServer;

import static dev.semaphore.bench.Comparison.atLeast;
import static dev.semaphore.bench.Comparison.atMost;
import static dev.semaphore.bench.Comparison.beside;

/**
 * Permits in Redis beside those of peers, on one server.
 */
final class RedisBenchmark {

	private static final String TITLE = "redis";

	private static final List<String> BENCHMARKS = List.of("FreeSharedPermits", "FreeSharedPermits64",
			"SharedHandOver");

	private static final String TIME = Measurements.SCORE;

	void run() throws Exception {
		if (BenchmarkSettings.chooses(TITLE) || BENCHMARKS.stream().anyMatch(BenchmarkSettings::chooses)) {
			try (RedisServer server = BenchmarkServer.start()) {
				System.out.println("The server listens on port " + server.port());
				new BenchmarkReport(TITLE, BENCHMARKS, comparisons()).run();
			}
		}
	}

	private static List<Comparison> comparisons() {
		String one = "FreeSharedPermits ";
		String many = "FreeSharedPermits64 ";
		String handOver = "SharedHandOver ";
		return List.of(
				atMost(1.2, "free permits, 1 thread, against two scripts", TIME, one + "OURS", one + "FLOOR"),
				beside("the same, nobody waiting for the answer to giving back", TIME, one + "OURS",
						one + "FLOOR_UNANSWERED"),
				atMost(1, "the same, against `RSemaphore`", TIME, one + "OURS", one + "REDISSON"),
				beside("the same with `local-share`, against without", TIME, one + "LOCAL_SHARE", one + "OURS"),
				beside("the same, against the semaphore within the process", TIME, one + "LOCAL_SHARE",
						one + "IN_PROCESS"),
				atMost(1.2, "free permits, 64 threads, against two scripts", TIME, many + "OURS", many + "FLOOR"),
				beside("the same, nobody waiting for the answer to giving back", TIME, many + "OURS",
						many + "FLOOR_UNANSWERED"),
				atMost(1, "the same, against `RSemaphore`", TIME, many + "OURS", many + "REDISSON"),
				beside("the same with `local-share`, against without", TIME, many + "LOCAL_SHARE", many + "OURS"),
				beside("the same, against the semaphore within the process", TIME, many + "LOCAL_SHARE",
						many + "IN_PROCESS"),
				atLeast(3, "1 permit, 8 clients: served per second, against `RPermitExpirableSemaphore`", "served",
						handOver + "OURS", handOver + "REDISSON_EXPIRABLE"),
				atMost(0.5, "the same, longest wait", "longestMicros", handOver + "OURS",
						handOver + "REDISSON_EXPIRABLE"));
	}

}
