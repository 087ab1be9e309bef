package dev.semaphore.bench;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread gets in, calls what does nothing, and leaves.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 40, time = 50, timeUnit = TimeUnit.MILLISECONDS)
public class Uncontended {

	@Param({ "NOBODY", "FLOOR", "JDK_FAIR", "JDK_BARGING", "FIFO", "BARGING", "FIFO_HOLDERS", "FIFO_HOLDERS_LISTENER",
			"RESILIENCE4J", "SPRING", "FAILSAFE", "NETFLIX" })
	Peer peer;

	private final Runnable work = new EmptyWork();

	private Limiter limiter;

	@Setup
	public void create() {
		this.limiter = this.peer.create(64);
	}

	@Benchmark
	public void call() throws Exception {
		this.limiter.run(this.work);
	}

}
