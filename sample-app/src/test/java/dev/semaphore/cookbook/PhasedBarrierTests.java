package dev.semaphore.cookbook;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PhasedBarrierTests {

	private static final int PARTIES = 3;

	private final PhasedBarrier barrier = new PhasedBarrier(PARTIES);

	private final AtomicInteger stepsDone = new AtomicInteger();

	@Test
	void nobodyIsAPhaseAheadOfTheOthers() {
		ExecutorService threads = Executors.newFixedThreadPool(PARTIES);
		try {
			List<CompletableFuture<Void>> parties = Stream
				.generate(() -> CompletableFuture.runAsync(this::walk, threads))
				.limit(PARTIES)
				.toList();
			parties.forEach(CompletableFuture::join);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.stepsDone).hasValue(PARTIES * 100);
	}

	private void walk() {
		try {
			for (int phase = 0; phase < 100; phase++) {
				this.stepsDone.incrementAndGet();
				assertThat(this.barrier.arriveAndAwait()).isEqualTo(phase);
				assertThat(this.stepsDone.get()).isGreaterThanOrEqualTo(PARTIES * (phase + 1));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
