package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SemaphoreOptions#watchHolders()}.
 */
class WatchedHoldersTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(2),
			SemaphoreOptions.defaults().withWatchHolders(true));

	@Test
	void theStackThatTookAPermitIsKnown() throws InterruptedException {
		try (Permit permit = takeOne()) {
			assertThat(permit.weight()).isEqualTo(1);
			assertThat(this.semaphore.holders(10)).singleElement()
				.satisfies((holder) -> assertThat(holder.takenAt().getStackTrace())
					.anyMatch((frame) -> frame.getMethodName().equals("takeOne")));
		}
		assertThat(this.semaphore.holders(10)).isEmpty();
	}

	@Test
	void theStackOfAFutureIsThatOfWhoAskedNotOfWhoGaveBack() throws Exception {
		Permit both = this.semaphore.acquire(2);
		CompletableFuture<Permit> later = askForOne();
		both.close();
		Permit permit = later.join();
		assertThat(this.semaphore.holders(10)).singleElement()
			.satisfies((holder) -> assertThat(holder.takenAt().getStackTrace())
				.anyMatch((frame) -> frame.getMethodName().equals("askForOne")));
		permit.close();
	}

	@Test
	void aPermitThatIsCollectedUnreleasedIsALeak() throws InterruptedException {
		takeOne();
		await().atMost(Duration.ofMinutes(1)).until(() -> {
			System.gc();
			return this.semaphore.snapshot().statistics().leaked() == 1;
		});
		assertThat(this.semaphore.holders(10)).singleElement()
			.satisfies((holder) -> assertThat(holder.leaked()).isTrue());
		assertThat(this.semaphore.snapshot().held()).isEqualTo(1);
	}

	@Test
	void permitsThatEndAreNoLeaks() throws InterruptedException {
		takeOne().close();
		takeOne().forget();
		CompletableFuture<Void> collected = new CompletableFuture<>();
		java.lang.ref.Cleaner.create().register(new Object(), () -> collected.complete(null));
		await().atMost(Duration.ofMinutes(1)).until(() -> {
			System.gc();
			return collected.isDone();
		});
		assertThat(this.semaphore.snapshot().statistics().leaked()).isZero();
	}

	@Test
	void closingTwiceGivesBackOnce() throws InterruptedException {
		Permit permit = takeOne();
		permit.close();
		permit.close();
		permit.forget();
		assertThat(this.semaphore.snapshot()).extracting(SemaphoreSnapshot::available, SemaphoreSnapshot::forgotten)
			.containsExactly(2, 0);
	}

	private Permit takeOne() throws InterruptedException {
		return this.semaphore.acquire();
	}

	private CompletableFuture<Permit> askForOne() {
		return this.semaphore.acquireAsync(1, Duration.ofMinutes(1));
	}

}
