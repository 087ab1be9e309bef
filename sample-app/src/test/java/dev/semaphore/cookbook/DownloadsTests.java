package dev.semaphore.cookbook;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DownloadsTests {

	private final Queue<CompletableFuture<byte[]>> running = new ConcurrentLinkedQueue<>();

	private final Downloads downloads = new Downloads((address) -> {
		CompletableFuture<byte[]> download = new CompletableFuture<>();
		this.running.add(download);
		return download;
	});

	@Test
	void threeRunAtOnceAndAFailedOneMakesRoomToo() {
		List<CompletableFuture<byte[]>> all = this.downloads
			.all(IntStream.range(0, 10).mapToObj((page) -> "/pages/" + page).toList());
		for (int done = 0; done < 10; done++) {
			int expected = Math.min(3, 10 - done);
			Awaitility.await().until(() -> this.running.size() == expected);
			if (done % 2 == 0) {
				this.running.remove().complete(new byte[1]);
			}
			else {
				this.running.remove().completeExceptionally(new IllegalStateException("gone"));
			}
		}
		Awaitility.await().until(() -> all.stream().allMatch(CompletableFuture::isDone));
		assertThat(all.stream().filter(CompletableFuture::isCompletedExceptionally)).hasSize(5);
	}

}
