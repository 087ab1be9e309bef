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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Eight platform threads that want in again as soon as they are out.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Threads(8)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Contended {

	@Param({ "JDK_FAIR", "FIFO", "JDK_BARGING", "BARGING", "LIFO", "RESILIENCE4J", "SPRING", "FAILSAFE", "NETFLIX" })
	Peer peer;

	@Param({ "1", "2" })
	int permits;

	private final Runnable work = new EmptyWork();

	private Limiter limiter;

	@Setup
	public void create() {
		this.limiter = this.peer.create(this.permits);
	}

	@Benchmark
	public void call() throws Exception {
		this.limiter.run(this.work);
	}

}
