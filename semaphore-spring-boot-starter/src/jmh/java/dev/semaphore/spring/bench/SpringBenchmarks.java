package dev.semaphore.spring.bench;

import java.util.List;

import dev.semaphore.bench.BenchmarkReport;
import dev.semaphore.bench.BenchmarkSettings;
import dev.semaphore.bench.Comparison;
import dev.semaphore.bench.MachineProfiler;
import dev.semaphore.bench.Measurements;
import dev.semaphore.bench.VirtualThreads;

import static dev.semaphore.bench.Comparison.atMost;

/**
 * The annotation beside its peers.
 */
public final class SpringBenchmarks {

	private static final String CPU = MachineProfiler.CPU_TIME;

	private static final String BYTES = Measurements.ALLOCATION;

	private SpringBenchmarks() {
	}

	/**
	 * Runs them all and prints the tables.
	 * @param args none
	 * @throws Exception if something does not run
	 */
	public static void main(String[] args) throws Exception {
		new BenchmarkReport("annotation", List.of("AnnotatedCall"), comparisons()).run();
		if (BenchmarkSettings.chooses("stores")) {
			new StoresBenchmark().run();
		}
		if (BenchmarkSettings.chooses("start-up")) {
			new StartUpBenchmark().run();
		}
		new RedisBenchmark().run();
		if (!VirtualThreads.arePresent()) {
			System.out.println("Left out, for want of virtual threads: tomcat, overload");
			return;
		}
		if (BenchmarkSettings.chooses("tomcat")) {
			new TomcatBenchmark().run();
		}
		if (BenchmarkSettings.chooses("overload")) {
			new OverloadBenchmark().run();
		}
	}

	private static List<Comparison> comparisons() {
		String floor = "AnnotatedCall PLAIN_ADVISOR";
		String bare = "AnnotatedCall PERMITS_BARE";
		String full = "AnnotatedCall PERMITS";
		String bulkhead = "AnnotatedCall BULKHEAD";
		return List.of(atMost(1.6, "`@Permits` without meters and holders, against a plain advisor", CPU, bare, floor),
				atMost(1.5, "the same, bytes allocated", BYTES, bare, floor),
				atMost(5, "`@Permits` as by default, against a plain advisor", CPU, full, floor),
				atMost(3, "the same, bytes allocated", BYTES, full, floor),
				atMost(0.25, "`@Permits` as by default, against `@Bulkhead`", CPU, full, bulkhead),
				atMost(0.2, "the same, bytes allocated", BYTES, full, bulkhead),
				atMost(1, "`@Permits` without meters and holders, against `@ConcurrencyLimit`", CPU, bare,
						"AnnotatedCall CONCURRENCY_LIMIT"));
	}

}
