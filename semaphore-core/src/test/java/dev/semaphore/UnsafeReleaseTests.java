package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.semaphore.store.InMemoryPermitStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CountingSemaphore#unsafeRelease(long)}, and of shared semaphores whose
 * holders are watched.
 */
class UnsafeReleaseTests {

	private final ManualTime time = new ManualTime();

	private final List<String> told = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void aPermitIsGivenBackOnceWhateverItsHolderDoesLater(Kind kind) throws Exception {
		CountingSemaphore semaphore = semaphore(kind, false);
		Permit permit = semaphore.acquire(AcquireRequest.one().withCaller("Reports.monthly"));
		CompletableFuture<Permit> next = semaphore.acquireAsync(1, Duration.ofMinutes(1));
		assertThat(permit.lost()).isFalse();
		long holder = holder(semaphore);
		assertThat(semaphore.unsafeRelease(holder)).isTrue();
		Permit second = next.get(1, TimeUnit.MINUTES);
		assertThat(permit.lost()).isTrue();
		assertThat(this.told).containsExactly("Reports.monthly by force", "Reports.monthly released");
		permit.close();
		permit.close();
		permit.forget();
		assertThat(semaphore.unsafeRelease(holder)).isFalse();
		assertThat(semaphore.snapshot()).extracting(SemaphoreSnapshot::held, SemaphoreSnapshot::forgotten)
			.containsExactly(1, 0);
		second.close();
		assertThat(semaphore.snapshot().available()).isEqualTo(1);
		assertThat(second.lost()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whoAskedToBeToldIsTold(Kind kind) throws Exception {
		CountingSemaphore semaphore = semaphore(kind, true);
		Permit permit = semaphore.acquire();
		CompletableFuture<String> before = new CompletableFuture<>();
		CompletableFuture<String> after = new CompletableFuture<>();
		permit.whenLost(() -> before.complete("lost"));
		assertThat(before).isNotDone();
		semaphore.unsafeRelease(holder(semaphore));
		permit.whenLost(() -> after.complete("lost"));
		assertThat(before.get(1, TimeUnit.MINUTES)).isEqualTo("lost");
		assertThat(after.get(1, TimeUnit.MINUTES)).isEqualTo("lost");
	}

	@ParameterizedTest
	@EnumSource
	void whoClosedIsNotToldAndCannotBeReleased(Kind kind) throws Exception {
		CountingSemaphore semaphore = semaphore(kind, false);
		Permit permit = semaphore.acquire();
		permit.whenLost(() -> this.told.add("lost"));
		long holder = holder(semaphore);
		permit.close();
		assertThat(semaphore.unsafeRelease(holder)).isFalse();
		assertThat(semaphore.unsafeRelease(0)).isFalse();
		assertThat(permit.lost()).isFalse();
		assertThat(this.told).containsExactly("null released");
	}

	@Test
	void anExclusivePermitIsGivenBackWhole() throws Exception {
		CountingSemaphore semaphore = semaphore(Kind.LOCAL, false);
		semaphore.resize(5);
		semaphore.acquire(AcquireRequest.ofAll());
		assertThat(semaphore.unsafeRelease(holder(semaphore))).isTrue();
		assertThat(semaphore.snapshot().available()).isEqualTo(5);
	}

	@ParameterizedTest
	@EnumSource
	void holdersKeepTheirNumbersAndNoTwoHaveTheSame(Kind kind) throws Exception {
		CountingSemaphore semaphore = semaphore(kind, false);
		semaphore.resize(3);
		for (int i = 0; i < 3; i++) {
			semaphore.acquire();
		}
		List<Long> numbers = semaphore.holders(10).stream().map(PermitHolder::id).toList();
		assertThat(numbers).hasSize(3).doesNotHaveDuplicates().doesNotContain(0L);
		assertThat(semaphore.holders(10).stream().map(PermitHolder::id).toList()).isEqualTo(numbers);
	}

	@ParameterizedTest
	@EnumSource
	void whoIsWatchedIsKnownByTheStackThatTook(Kind kind) throws Exception {
		CountingSemaphore semaphore = semaphore(kind, true);
		try (Permit permit = takeOne(semaphore)) {
			assertThat(permit.weight()).isEqualTo(1);
			assertThat(semaphore.holders(10)).singleElement()
				.satisfies((holder) -> assertThat(holder.takenAt().getStackTrace())
					.anyMatch((frame) -> frame.getMethodName().equals("takeOne")));
		}
		assertThat(semaphore.holders(10)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aPermitThatIsCollectedCanBeGivenBackByForce(Kind kind) throws Exception {
		CountingSemaphore semaphore = semaphore(kind, true);
		takeOne(semaphore);
		awaitLeaks(semaphore, 1);
		assertThat(semaphore.holders(10)).singleElement().extracting(PermitHolder::leaked).isEqualTo(true);
		assertThat(semaphore.unsafeRelease(holder(semaphore))).isTrue();
		assertThat(semaphore.snapshot().available()).isEqualTo(1);
	}

	@Test
	void aPermitOfASharedSemaphoreThatIsCollectedWithItsFutureIsALeak() throws Exception {
		CountingSemaphore semaphore = semaphore(Kind.SHARED, true);
		Permit first = semaphore.acquire();
		dropFuture(semaphore);
		first.close();
		awaitLeaks(semaphore, 1);
		assertThat(semaphore.snapshot().held()).isEqualTo(1);
	}

	private static void dropFuture(CountingSemaphore semaphore) {
		assertThat(semaphore.acquireAsync(1, Duration.ofMinutes(1))).isNotDone();
	}

	private static Permit takeOne(CountingSemaphore semaphore) throws InterruptedException {
		return semaphore.acquire();
	}

	private static void awaitLeaks(CountingSemaphore semaphore, int leaks) {
		await().atMost(Duration.ofMinutes(1)).until(() -> {
			System.gc();
			return semaphore.snapshot().statistics().leaked() == leaks;
		});
	}

	@ParameterizedTest
	@EnumSource
	void whoHasNotWokenUpYetIsNoHolderOfLongStanding(Kind kind) throws Exception {
		CountDownLatch asleep = new CountDownLatch(1);
		CountDownLatch awake = new CountDownLatch(1);
		this.time.advance(Duration.ofDays(3));
		CountingSemaphore semaphore = semaphore(kind, new SleepyTime(this.time, asleep, awake));
		CompletableFuture<Permit> first = semaphore.acquireAsync(1, Duration.ofMinutes(1));
		Permit held = first.get(1, TimeUnit.MINUTES);
		Crew sleeper = Crew.start(ThreadKinds.platform(), () -> semaphore.acquire(1, Duration.ofMinutes(1)).close());
		assertThat(asleep.await(1, TimeUnit.MINUTES)).isTrue();
		held.close();
		await().atMost(Duration.ofMinutes(1)).until(() -> semaphore.waiters(1).isEmpty());
		assertThat(semaphore.holders(10)).allSatisfy((holder) -> assertThat(holder.heldFor()).isZero());
		awake.countDown();
		sleeper.join();
	}

	private static long holder(CountingSemaphore semaphore) {
		return semaphore.holders(1).get(0).id();
	}

	private CountingSemaphore semaphore(Kind kind, boolean watched) {
		SemaphoreOptions options = SemaphoreOptions.defaults()
			.withTimeSource(this.time)
			.withTrackHolders(!watched)
			.withWatchHolders(watched)
			.withListener(new Told());
		return semaphore(kind, options);
	}

	private CountingSemaphore semaphore(Kind kind, TimeSource time) {
		return semaphore(kind, SemaphoreOptions.defaults().withTimeSource(time).withTrackHolders(true));
	}

	private CountingSemaphore semaphore(Kind kind, SemaphoreOptions options) {
		return (kind == Kind.LOCAL) ? CountingSemaphore.create("reports", SemaphorePolicy.of(1), options)
				: CountingSemaphore.create("reports", SemaphorePolicy.of(1), options,
						new InMemoryPermitStore(this.time::nanoTime), LeaseOptions.defaults());
	}

	enum Kind {

		LOCAL, SHARED

	}

	/** Time in which whoever parks sleeps until it is called. */
	private record SleepyTime(TimeSource time, CountDownLatch asleep, CountDownLatch awake) implements TimeSource {

		@Override
		public long nanoTime() {
			return this.time.nanoTime();
		}

		@Override
		public void parkNanos(Object blocker, long nanos) {
			this.asleep.countDown();
			try {
				this.awake.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public Future<?> schedule(Runnable task, Duration delay) {
			return this.time.schedule(task, delay);
		}

	}

	private final class Told implements SemaphoreListener {

		@Override
		public void onUnsafeRelease(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			UnsafeReleaseTests.this.told.add(request.caller() + " by force");
		}

		@Override
		public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			UnsafeReleaseTests.this.told.add(request.caller() + " released");
		}

	}

}
