package dev.semaphore.cookbook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BoundedBufferTests {

	private final BoundedBuffer<Integer> buffer = new BoundedBuffer<>(2);

	@Test
	void itemsComeOutInTheOrderTheyWentIn() throws InterruptedException {
		this.buffer.put(1);
		this.buffer.put(2);
		assertThat(this.buffer.take()).isEqualTo(1);
		assertThat(this.buffer.take()).isEqualTo(2);
	}

	@Test
	void nobodyPutsIntoAFullBufferOrTakesFromAnEmptyOne() throws InterruptedException {
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(this.buffer::take)
			.satisfies((refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.TIMED_OUT));
		this.buffer.put(1);
		this.buffer.put(2);
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> this.buffer.put(3));
	}

	@Test
	void nothingIsLostBetweenManyProducersAndConsumers() {
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<CompletableFuture<Integer>> sums = new ArrayList<>();
			for (int caller = 0; caller < 4; caller++) {
				sums.add(CompletableFuture.supplyAsync(() -> move(true), threads));
				sums.add(CompletableFuture.supplyAsync(() -> move(false), threads));
			}
			assertThat(sums.stream().mapToInt(CompletableFuture::join).sum()).isZero();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private int move(boolean in) {
		int sum = 0;
		try {
			for (int item = 1; item <= 200; item++) {
				if (in) {
					this.buffer.put(item);
					sum += item;
				}
				else {
					sum -= this.buffer.take();
				}
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return sum;
	}

}
