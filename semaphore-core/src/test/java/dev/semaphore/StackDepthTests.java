package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However many wait, handing a permit on does not nest.
 */
class StackDepthTests {

	private static final int WAITERS = 100_000;

	private static final Duration HOUR = Duration.ofHours(1);

	private final CountingSemaphore semaphore = CountingSemaphore.create("test",
			SemaphorePolicy.of(1).withMaxQueue(WAITERS), SemaphoreOptions.defaults().withTimeSource(new ManualTime()));

	@Test
	void waitersThatGiveBackAtOnceAreServedOneAfterTheOther() throws InterruptedException {
		Permit held = this.semaphore.acquire();
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			ends.add(this.semaphore.acquireAsync(1, HOUR).thenAccept(Permit::close));
		}
		held.close();
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
		Numbers.assertAtRest(this.semaphore);
	}

	@Test
	void eachMayAskForTheNext() throws InterruptedException {
		Permit held = this.semaphore.acquire();
		CompletableFuture<Integer> end = new CompletableFuture<>();
		again(WAITERS, end);
		held.close();
		assertThat(end.join()).isZero();
		Numbers.assertAtRest(this.semaphore);
	}

	@Test
	void anExecutorThatTakesNoTaskChangesNothingAboutIt() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1).withMaxQueue(WAITERS),
				SemaphoreOptions.defaults().withTimeSource(new ManualTime()).withExecutor((task) -> {
					throw new RejectedExecutionException("on purpose");
				}));
		Permit held = semaphore.acquire();
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			ends.add(semaphore.acquireAsync(1, HOUR).thenAccept(Permit::close));
		}
		held.close();
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whatATaskBringsToTheTrampolineRunsAfterIt() {
		List<Integer> begun = new ArrayList<>();
		Trampoline.INSTANCE.execute(() -> bounce(WAITERS, begun));
		assertThat(begun).hasSize(WAITERS).isSortedAccordingTo(Comparator.reverseOrder());
	}

	@Test
	void closingRefusesAllOfThem() throws InterruptedException {
		Permit held = this.semaphore.acquire();
		List<CompletableFuture<Permit>> ends = new ArrayList<>();
		for (int i = 0; i < WAITERS; i++) {
			ends.add(this.semaphore.acquireAsync(1, HOUR).exceptionally((failure) -> null));
		}
		this.semaphore.close();
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
		assertThat(this.semaphore.snapshot().statistics().rejected()).containsEntry(RejectionReason.CLOSED,
				(long) WAITERS);
		held.close();
		Numbers.assertAtRest(this.semaphore);
	}

	private static void bounce(int left, List<Integer> begun) {
		if (left > 0) {
			Trampoline.INSTANCE.execute(() -> bounce(left - 1, begun));
			begun.add(left);
		}
	}

	/** Queues up behind the one that is running, which then ends. */
	private void again(int left, CompletableFuture<Integer> end) {
		CompletableFuture<Permit> mine = this.semaphore.acquireAsync(1, HOUR);
		mine.thenAccept((permit) -> {
			if (left > 0) {
				again(left - 1, end);
			}
			permit.close();
			if (left == 0) {
				end.complete(left);
			}
		});
	}

}
