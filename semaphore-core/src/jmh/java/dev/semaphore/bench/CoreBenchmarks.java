package dev.semaphore.bench;

import java.util.List;

import static dev.semaphore.bench.Comparison.atLeast;
import static dev.semaphore.bench.Comparison.atMost;
import static dev.semaphore.bench.Comparison.beside;

/**
 * The semaphore without Spring, beside its peers.
 */
public final class CoreBenchmarks {

	private static final String CPU = MachineProfiler.CPU_TIME;

	private static final String SCORE = Measurements.SCORE;

	private CoreBenchmarks() {
	}

	/**
	 * Runs them all and prints the tables.
	 * @param args none
	 * @throws Exception if something does not run
	 */
	public static void main(String[] args) throws Exception {
		new BenchmarkReport("core", List.of("Uncontended", "Contended", "LongestWait"), core()).run();
		if (VirtualThreads.arePresent()) {
			new BenchmarkReport("crowd",
					List.of("ManyVirtualThreads", "WaiterMemory", "TimeOutTogether", "QueueLength"), crowd())
				.run();
		}
		else {
			System.out.println("Left out, for want of virtual threads: crowd");
		}
	}

	private static List<Comparison> core() {
		return List.of(atMost(1.4, "uncontended, 1 thread", CPU, "Uncontended FIFO", "Uncontended JDK_FAIR"),
				atMost(24, "the same, bytes allocated", Measurements.ALLOCATION, "Uncontended FIFO", ""),
				atMost(2, "the same with all that `statistics` count, which is always on", CPU, "Uncontended FIFO",
						"Uncontended JDK_FAIR"),
				beside("uncontended, holders tracked", CPU, "Uncontended FIFO_HOLDERS", "Uncontended JDK_FAIR"),
				beside("the same and a listener", CPU, "Uncontended FIFO_HOLDERS_LISTENER", "Uncontended JDK_FAIR"),
				atLeast(1.5, "FIFO, 8 threads, 1 permit", SCORE, "Contended FIFO 1", "Contended JDK_FAIR 1"),
				atLeast(1.5, "FIFO, 8 threads, 2 permits", SCORE, "Contended FIFO 2", "Contended JDK_FAIR 2"),
				atLeast(0.8, "BARGING, 8 threads, 1 permit", SCORE, "Contended BARGING 1", "Contended JDK_BARGING 1"),
				atLeast(0.8, "BARGING, 8 threads, 2 permits", SCORE, "Contended BARGING 2", "Contended JDK_BARGING 2"),
				atMost(1, "BARGING, longest wait", "micros", "LongestWait BARGING", "LongestWait JDK_BARGING"));
	}

	private static List<Comparison> crowd() {
		return List.of(
				atMost(1, "100,000 virtual threads on 64 permits, 1 ms each", SCORE, "ManyVirtualThreads FIFO",
						"ManyVirtualThreads JDK_FAIR"),
				atMost(1, "the same, waits bounded", SCORE, "ManyVirtualThreads FIFO_BOUNDED",
						"ManyVirtualThreads JDK_FAIR_BOUNDED"),
				atMost(1, "heap of a waiting virtual thread, 100,000 of them", "bytes", "WaiterMemory FIFO",
						"WaiterMemory JDK_FAIR"),
				atMost(1, "the same, waits bounded", "bytes", "WaiterMemory FIFO_BOUNDED",
						"WaiterMemory JDK_FAIR_BOUNDED"),
				atMost(0.1, "100,000 time out together", "millis", "TimeOutTogether FIFO", "TimeOutTogether JDK_FAIR"),
				atMost(2, "queue length, 100,000 waiters for 1,000", CPU, "QueueLength FIFO 100000",
						"QueueLength FIFO 1000"),
				atMost(1, "queue length, 100,000 waiters", CPU, "QueueLength FIFO 100000",
						"QueueLength JDK_FAIR 100000"));
	}

}
