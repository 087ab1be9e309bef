package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each order promises, with time moved by hand.
 */
class OrderPromiseTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration BOUND = Duration.ofMillis(10);

	private final ManualTime time = new ManualTime();

	@Test
	void inFifoNobodyPassesAWaiterWhateverItsDoorOrWeight() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.FIFO, 3);
		Permit held = semaphore.acquire(2);
		CompletableFuture<Permit> wide = semaphore.acquireAsync(3, HOUR);
		assertThat(semaphore.tryAcquire()).isNull();
		assertThat(Numbers.reason(semaphore.acquireAsync(1, Duration.ZERO))).isEqualTo(RejectionReason.UNAVAILABLE);
		CompletableFuture<Permit> light = semaphore.acquireAsync(AcquireRequest.one().withPriority(9));
		Numbers.assertNumbers(semaphore, 1, 2, 2);
		held.close();
		assertThat(light).isNotDone();
		Numbers.permit(wide).close();
		Numbers.permit(light).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inLifoTheNewestGoesFirstAndANewcomerMayPass() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.LIFO, 2);
		Permit held = semaphore.acquire();
		List<CompletableFuture<Permit>> waiting = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			waiting.add(semaphore.acquireAsync(2, HOUR));
		}
		Permit passing = semaphore.tryAcquire();
		assertThat(passing).isNotNull();
		passing.close();
		held.close();
		Collections.reverse(waiting);
		for (CompletableFuture<Permit> newest : waiting) {
			assertThat(waiting.subList(waiting.indexOf(newest) + 1, waiting.size()))
				.noneMatch(CompletableFuture::isDone);
			Numbers.permit(newest).close();
		}
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inAFullQueueOfLifoAnExclusiveRequestMakesRoomForNobody() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(2).withOrder(QueueOrder.LIFO).withMaxQueue(2).withMaxWait(HOUR));
		Permit held = semaphore.acquire(2);
		CompletableFuture<Permit> exclusive = semaphore.acquireAsync(AcquireRequest.ofAll());
		CompletableFuture<Permit> small = semaphore.acquireAsync(AcquireRequest.one());
		CompletableFuture<Permit> another = semaphore.acquireAsync(AcquireRequest.ofAll());
		assertThat(Numbers.reason(small)).isEqualTo(RejectionReason.QUEUE_FULL);
		assertThat(Numbers.reason(semaphore.acquireAsync(AcquireRequest.one()))).isEqualTo(RejectionReason.QUEUE_FULL);
		held.close();
		Numbers.permit(exclusive).close();
		Numbers.permit(another).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inBargingAFreePermitGoesToWhoeverAsksUntilAFutureHasWaitedTooLong() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.BARGING, 2);
		Permit one = semaphore.acquire();
		Permit two = semaphore.acquire();
		CompletableFuture<Permit> wide = semaphore.acquireAsync(2, HOUR);
		one.close();
		Permit passing = semaphore.tryAcquire();
		assertThat(passing).as("within the bound").isNotNull();
		this.time.advance(BOUND);
		passing.close();
		assertThat(semaphore.tryAcquire()).as("beyond the bound").isNull();
		two.close();
		Numbers.permit(wide).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inBargingAFreePermitGoesToWhoeverAsksUntilAThreadHasWaitedTooLong() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.BARGING, 2);
		Permit one = semaphore.acquire();
		Permit two = semaphore.acquire();
		Crew wide = Crew.start(ThreadKinds.platform(), () -> semaphore.acquire(2, HOUR).close());
		Numbers.awaitQueue(semaphore, 1);
		one.close();
		Permit passing = semaphore.tryAcquire();
		assertThat(passing).as("within the bound").isNotNull();
		this.time.advance(BOUND);
		passing.close();
		Numbers.await().until(() -> {
			Permit next = semaphore.tryAcquire();
			if (next != null) {
				next.close();
			}
			return next == null;
		});
		two.close();
		wide.join();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inBargingWithNoTimeForOvertakingNobodyPasses() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(1).withOrder(QueueOrder.BARGING).withMaxOvertaking(Duration.ZERO),
				SemaphoreOptions.defaults().withTimeSource(this.time));
		Permit held = semaphore.acquire();
		Crew waiting = Crew.start(ThreadKinds.platform(), () -> {
			try (Permit permit = semaphore.acquire(1, HOUR)) {
				assertThat(permit.weight()).isOne();
				Numbers.awaitQueue(semaphore, 1);
			}
		});
		Numbers.awaitQueue(semaphore, 1);
		CompletableFuture<Permit> behind = semaphore.acquireAsync(1, HOUR);
		held.close();
		assertThat(semaphore.tryAcquire()).isNull();
		waiting.join();
		Numbers.permit(behind).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inBargingAThreadThatHasWaitedTooLongIsHandedTheNextPermit() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.BARGING, 1);
		Permit held = semaphore.acquire();
		Crew waiting = Crew.start(ThreadKinds.platform(), () -> semaphore.acquire(1, HOUR).close());
		Numbers.awaitQueue(semaphore, 1);
		this.time.advance(BOUND);
		held.close();
		assertThat(semaphore.snapshot().queueLength()).isZero();
		waiting.join();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inBargingThoseWhoWaitAreServedInTheOrderOfTheirArrival() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.BARGING, 1);
		Permit held = semaphore.acquire();
		List<CompletableFuture<Permit>> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(semaphore.acquireAsync(1, HOUR));
		}
		held.close();
		for (CompletableFuture<Permit> next : waiting) {
			assertThat(waiting.subList(waiting.indexOf(next) + 1, waiting.size())).noneMatch(CompletableFuture::isDone);
			Numbers.permit(next).close();
		}
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inPriorityAnOldRequestIsPassedOnlyByThoseThatComeSoonEnough() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.PRIORITY, 1);
		Permit held = semaphore.acquire();
		CompletableFuture<Permit> old = semaphore.acquireAsync(AcquireRequest.one().withMaxWait(HOUR));
		this.time.advance(Duration.ofMillis(299));
		CompletableFuture<Permit> passing = semaphore.acquireAsync(priority(3));
		this.time.advance(Duration.ofMillis(2));
		CompletableFuture<Permit> tooLate = semaphore.acquireAsync(priority(3));
		held.close();
		assertThat(old).isNotDone();
		Numbers.permit(passing).close();
		assertThat(tooLate).isNotDone();
		Numbers.permit(old).close();
		Numbers.permit(tooLate).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void inPriorityAWideRequestAtTheFrontIsNotPassedForEver() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(QueueOrder.PRIORITY, 2);
		Permit held = semaphore.acquire();
		CompletableFuture<Permit> wide = semaphore.acquireAsync(2, HOUR);
		Permit passing = Numbers.permit(semaphore.acquireAsync(priority(1)));
		this.time.advance(Duration.ofMillis(101));
		passing.close();
		assertThat(semaphore.acquireAsync(priority(1))).isNotDone();
		held.close();
		Numbers.permit(wide).close();
	}

	@Test
	void inPriorityLargerOnesGoFirstHoweverSlowlyTheyAge() throws InterruptedException {
		for (Duration aging : List.of(Duration.ofDays(36_500), Duration.ofSeconds(Long.MAX_VALUE))) {
			CountingSemaphore semaphore = CountingSemaphore.create("test",
					SemaphorePolicy.of(1).withOrder(QueueOrder.PRIORITY).withPriorityAging(aging),
					SemaphoreOptions.defaults().withTimeSource(this.time));
			Permit held = semaphore.acquire();
			CompletableFuture<Permit> low = semaphore.acquireAsync(priority(1));
			this.time.advance(Duration.ofSeconds(1));
			CompletableFuture<Permit> high = semaphore.acquireAsync(priority(5));
			held.close();
			assertThat(low).isNotDone();
			Numbers.permit(high).close();
			Numbers.permit(low).close();
			Numbers.assertAtRest(semaphore);
		}
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void durationsBeyondReasonOverflowNothing(QueueOrder order) throws InterruptedException {
		Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(1)
					.withOrder(order)
					.withMaxOvertaking(forever)
					.withPriorityAging(forever)
					.withMaxWait(forever));
		Permit held = semaphore.acquire();
		Crew waiting = Crew.start(ThreadKinds.platform(), () -> semaphore.acquire().close());
		CompletableFuture<Permit> future = semaphore.acquireAsync(AcquireRequest.one());
		Numbers.awaitQueue(semaphore, 2);
		held.close();
		Numbers.permit(future).close();
		waiting.join();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void aPriorityBeyondReasonOverflowsNothing(QueueOrder order) throws InterruptedException {
		CountingSemaphore semaphore = semaphore(order, 1);
		Permit held = semaphore.acquire();
		CompletableFuture<Permit> least = semaphore.acquireAsync(priority(Integer.MIN_VALUE));
		CompletableFuture<Permit> most = semaphore.acquireAsync(priority(Integer.MAX_VALUE));
		held.close();
		boolean mostFirst = order == QueueOrder.PRIORITY || order == QueueOrder.LIFO;
		assertThat(mostFirst ? least : most).isNotDone();
		Numbers.permit(mostFirst ? most : least).close();
		Numbers.permit(mostFirst ? least : most).close();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void onceAnExclusiveRequestIsNextNobodyPassesIt(QueueOrder order) throws InterruptedException {
		CountingSemaphore semaphore = semaphore(order, 3);
		Permit reader = semaphore.acquire();
		CompletableFuture<Permit> writer = semaphore.acquireAsync(AcquireRequest.ofAll().withMaxWait(HOUR));
		assertThat(semaphore.tryAcquire()).isNull();
		CompletableFuture<Permit> later = semaphore.acquireAsync(1, HOUR);
		assertThat(later).isNotDone();
		semaphore.resize(4);
		reader.close();
		assertThat(Numbers.permit(writer).weight()).isEqualTo(4);
		assertThat(later).isNotDone();
		writer.join().close();
		Numbers.permit(later).close();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void aKeyThatFillsTheQueueMakesRoomForOthers(QueueOrder order) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(2).withOrder(order).withPermitsPerKey(1).withMaxQueue(4).withMaxWait(HOUR));
		Permit busy = semaphore.acquire(key("busy"));
		Permit other = semaphore.acquire(key("other"));
		List<CompletableFuture<Permit>> filling = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			filling.add(semaphore.acquireAsync(key("busy")));
		}
		CompletableFuture<Permit> few = semaphore.acquireAsync(key("few"));
		CompletableFuture<Permit> lastInLine = filling.remove((order == QueueOrder.LIFO) ? 0 : 3);
		assertThat(Numbers.reason(lastInLine)).isEqualTo(RejectionReason.QUEUE_FULL);
		assertThat(semaphore.snapshot().queueLength()).isEqualTo(4);
		other.close();
		Numbers.permit(few).close();
		assertThat(filling).noneMatch(CompletableFuture::isDone);
		busy.close();
		while (!filling.isEmpty()) {
			Numbers.permit(filling.remove((order == QueueOrder.LIFO) ? filling.size() - 1 : 0)).close();
		}
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void keysThatWaitAlikeDoNotDriveEachOtherOut(QueueOrder order) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(1).withOrder(order).withPermitsPerKey(1).withMaxQueue(3).withMaxWait(HOUR));
		Permit held = semaphore.acquire(key("held"));
		List<CompletableFuture<Permit>> first = List.of(semaphore.acquireAsync(key("first")),
				semaphore.acquireAsync(key("first")));
		CompletableFuture<Permit> second = semaphore.acquireAsync(key("second"));
		CompletableFuture<Permit> newcomer = semaphore.acquireAsync(key("second"));
		CompletableFuture<Permit> refused = (order == QueueOrder.LIFO) ? second : newcomer;
		assertThat(Numbers.reason(refused)).as("of its own key").isEqualTo(RejectionReason.QUEUE_FULL);
		assertThat(first).noneMatch(CompletableFuture::isDone);
		semaphore.close();
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	private static AcquireRequest key(String key) {
		return AcquireRequest.one().withKey(key);
	}

	private static AcquireRequest priority(int priority) {
		return AcquireRequest.one().withPriority(priority).withMaxWait(HOUR);
	}

	private CountingSemaphore semaphore(QueueOrder order, int permits) {
		SemaphorePolicy policy = SemaphorePolicy.of(permits)
			.withOrder(order)
			.withMaxOvertaking(BOUND)
			.withPriorityAging(Duration.ofMillis(100))
			.withMaxWait(HOUR);
		return CountingSemaphore.create("test", policy, SemaphoreOptions.defaults().withTimeSource(this.time));
	}

}
