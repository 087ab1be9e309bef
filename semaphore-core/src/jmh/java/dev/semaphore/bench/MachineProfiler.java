package dev.semaphore.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What a shared machine does to a measurement: the CPU time that the measuring threads
 * spend on one operation, which does not count the neighbours, and how many cores the
 * neighbours use meanwhile, so that noisy iterations can be told from quiet ones.
 */
public final class MachineProfiler implements InternalProfiler {

	/** Nanoseconds of CPU time for one operation. */
	public static final String CPU_TIME = "cpu.norm";

	/** Cores used by other processes; 0 where the machine does not tell. */
	static final String NEIGHBOURS = "neighbours";

	private static final Path STATISTICS = Path.of("/proc/stat");

	private static final long TICK_NANOS = 10_000_000;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean PROCESS = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private Reading before = new Reading(0, 0, 0, 0);

	@Override
	public String getDescription() {
		return "CPU time of the measuring threads for each operation, and cores used by others";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = Reading.now();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		Reading spent = Reading.now().minus(this.before);
		double operations = Math.max(result.getMetadata().getAllOps(), 1);
		double others = Math.max(spent.machine - spent.process, 0) / (double) Math.max(spent.time, 1);
		return List.of(new ScalarResult(CPU_TIME, spent.workers / operations, "ns/op", AggregationPolicy.AVG),
				new ScalarResult(NEIGHBOURS, others, "cores", AggregationPolicy.AVG));
	}

	private record Reading(long time, long workers, long process, long machine) {

		static Reading now() {
			return new Reading(System.nanoTime(), workerNanos(), PROCESS.getProcessCpuTime(), machineNanos());
		}

		Reading minus(Reading other) {
			return new Reading(this.time - other.time, this.workers - other.workers, this.process - other.process,
					this.machine - other.machine);
		}

		private static long workerNanos() {
			long nanos = 0;
			for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
				if (thread != null && thread.getThreadName().contains("jmh-worker")) {
					nanos += Math.max(THREADS.getThreadCpuTime(thread.getThreadId()), 0);
				}
			}
			return nanos;
		}

		/* The first line: cpu user nice system idle iowait irq softirq steal ... */
		private static long machineNanos() {
			if (!Files.isReadable(STATISTICS)) {
				return 0;
			}
			try (Stream<String> lines = Files.lines(STATISTICS)) {
				String[] ticks = lines.findFirst().orElse("").trim().split("\\s+");
				long busy = 0;
				for (int i = 1; i < Math.min(ticks.length, 9); i++) {
					boolean idle = i == 4 || i == 5;
					busy += idle ? 0 : Long.parseLong(ticks[i]);
				}
				return busy * TICK_NANOS;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
