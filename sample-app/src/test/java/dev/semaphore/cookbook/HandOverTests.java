package dev.semaphore.cookbook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HandOverTests {

	private final HandOver<Integer> cut = new HandOver<>();

	private final HandOver<Integer> polished = new HandOver<>();

	@Test
	void everyItemPassesEveryStageInOrder() throws InterruptedException {
		CompletableFuture<Void> cutting = stage(() -> {
			for (int item = 0; item < 500; item++) {
				this.cut.pass(item);
			}
		});
		CompletableFuture<Void> polishing = stage(() -> {
			for (int item = 0; item < 500; item++) {
				this.polished.pass(this.cut.receive() * 2);
			}
		});
		List<Integer> received = new ArrayList<>();
		for (int item = 0; item < 500; item++) {
			received.add(this.polished.receive());
		}
		cutting.join();
		polishing.join();
		assertThat(received).isEqualTo(IntStream.range(0, 500).map((item) -> item * 2).boxed().toList());
	}

	private static CompletableFuture<Void> stage(Stage stage) {
		return CompletableFuture.runAsync(() -> {
			try {
				stage.run();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start());
	}

	private interface Stage {

		void run() throws InterruptedException;

	}

}
