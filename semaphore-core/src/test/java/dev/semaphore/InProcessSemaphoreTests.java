package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * One caller at a time: what each door does, with time moved by hand.
 */
class InProcessSemaphoreTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	@Test
	void aPermitIsTakenAndGivenBackOnce() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(2));
		Permit permit = semaphore.acquire();
		assertNumbers(semaphore, 1, 1, 0);
		permit.close();
		permit.close();
		permit.forget();
		assertNumbers(semaphore, 2, 0, 0);
	}

	@Test
	void weightsAreTakenWholeOrNotAtAll() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(4));
		Permit three = semaphore.tryAcquire(3);
		assertThat(three).isNotNull();
		assertThat(three.weight()).isEqualTo(3);
		assertThat(semaphore.tryAcquire(2)).isNull();
		assertNumbers(semaphore, 1, 3, 0);
		three.close();
		assertThat(semaphore.tryAcquire(4)).isNotNull();
		assertThat(semaphore.tryAcquire(5)).isNull();
	}

	@Test
	void refusalsAreJudgedInTheOrderOfTheContract() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1).withMaxQueue(1));
		semaphore.close();
		assertThat(reason(semaphore.acquireAsync(5, SECOND))).isEqualTo(RejectionReason.CLOSED);
		semaphore.open();
		assertThat(reason(semaphore.acquireAsync(5, SECOND))).isEqualTo(RejectionReason.TOO_LARGE);
		Permit held = semaphore.tryAcquire();
		assertThat(held).isNotNull();
		assertThat(reason(semaphore.acquireAsync(1, Duration.ZERO))).isEqualTo(RejectionReason.UNAVAILABLE);
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, SECOND);
		assertThat(reason(semaphore.acquireAsync(1, Duration.ZERO))).isEqualTo(RejectionReason.UNAVAILABLE);
		assertThat(reason(semaphore.acquireAsync(1, SECOND))).isEqualTo(RejectionReason.QUEUE_FULL);
		this.time.advance(SECOND);
		assertThat(reason(waiting)).isEqualTo(RejectionReason.TIMED_OUT);
		assertThat(semaphore.snapshot().statistics().rejected()).containsEntry(RejectionReason.CLOSED, 1L)
			.containsEntry(RejectionReason.UNAVAILABLE, 2L)
			.containsEntry(RejectionReason.TIMED_OUT, 1L);
	}

	@Test
	void badArgumentsAreRefusedByTheCallItself() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(0));
		assertThatIllegalArgumentException().isThrownBy(() -> semaphore.tryAcquire(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquireAsync(0, SECOND));
		assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquireAsync(1, SECOND.negated()));
		assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(1, SECOND.negated()));
		assertThatIllegalArgumentException().isThrownBy(() -> semaphore.resize(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> SemaphorePolicy.of(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> SemaphorePolicy.of(1).withInitialPermits(2));
		assertThatIllegalArgumentException().isThrownBy(() -> SemaphorePolicy.of(1).withOrder(null));
		assertThatIllegalArgumentException().isThrownBy(() -> SemaphorePolicy.of(1).withMode(null));
		assertNumbers(semaphore, 1, 0, 0);
	}

	@Test
	void nobodyPassesAWideWaiterAndItsLeavingLetsThoseBehindItIn() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(10));
		assertThat(semaphore.tryAcquire(8)).isNotNull();
		CompletableFuture<Permit> wide = semaphore.acquireAsync(5, SECOND);
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, SECOND);
		assertThat(semaphore.tryAcquire()).isNull();
		assertThat(light).isNotDone();
		wide.cancel(false);
		assertThat(light).isCompleted();
		assertNumbers(semaphore, 1, 9, 0);
	}

	@Test
	void waitersAreServedFirstComeFirstServed() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit permit = semaphore.tryAcquire();
		List<CompletableFuture<Permit>> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(semaphore.acquireAsync(1, SECOND));
		}
		assertThat(permit).isNotNull();
		for (CompletableFuture<Permit> next : waiting) {
			assertThat(next).isNotDone();
			permit.close();
			assertThat(next).isCompleted();
			permit = next.join();
		}
		permit.close();
		assertNumbers(semaphore, 1, 0, 0);
	}

	@Test
	void aFutureCompletedByAnybodyElseLeavesTheQueue() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit permit = semaphore.tryAcquire();
		assertThat(permit).isNotNull();
		CompletableFuture<Permit> cancelled = semaphore.acquireAsync(1, SECOND);
		CompletableFuture<Permit> failed = semaphore.acquireAsync(1, SECOND);
		assertNumbers(semaphore, 0, 1, 2);
		cancelled.cancel(true);
		failed.completeExceptionally(new TimeoutException());
		assertNumbers(semaphore, 0, 1, 0);
		permit.close();
		assertNumbers(semaphore, 1, 0, 0);
	}

	@Test
	void forgottenPermitsStayOutUntilReleased() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(3).withInitialPermits(0));
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(2, SECOND);
		semaphore.release(1);
		assertThat(waiting).isNotDone();
		semaphore.release(2);
		assertThat(waiting).isCompleted();
		assertNumbers(semaphore, 1, 2, 0);
		waiting.join().forget();
		assertThat(semaphore.snapshot().forgotten()).isEqualTo(2);
		assertThatExceptionOfType(SemaphoreOverflowException.class).isThrownBy(() -> semaphore.release(3))
			.withMessageContaining("release 3 permit(s)");
		assertThat(semaphore.snapshot().forgotten()).isEqualTo(2);
		semaphore.release(2);
		assertNumbers(semaphore, 3, 0, 0);
	}

	@Test
	void loweringTheLimitLeavesADebtAndRefusesWhatNoLongerFits() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(10));
		List<Permit> held = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			held.add(semaphore.tryAcquire());
		}
		CompletableFuture<Permit> wide = semaphore.acquireAsync(5, SECOND);
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, SECOND);
		semaphore.resize(3);
		assertThat(reason(wide)).isEqualTo(RejectionReason.TOO_LARGE);
		assertNumbers(semaphore, -7, 10, 1);
		held.subList(0, 7).forEach(Permit::close);
		assertThat(light).isNotDone();
		assertNumbers(semaphore, 0, 3, 1);
		held.get(7).close();
		assertThat(light).isCompleted();
		assertNumbers(semaphore, 0, 3, 0);
	}

	@Test
	void raisingTheLimitLetsAllInWhoFit() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(0));
		List<CompletableFuture<Permit>> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(semaphore.acquireAsync(1, SECOND));
		}
		assertNumbers(semaphore, 0, 0, 5);
		semaphore.resize(5);
		assertThat(waiting).allMatch(CompletableFuture::isDone);
		waiting.forEach((future) -> future.join().close());
		assertNumbers(semaphore, 5, 0, 0);
	}

	@Test
	void closingRefusesWaitersAndNewcomersAndPermitsStillComeBack() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit permit = semaphore.tryAcquire();
		assertThat(permit).isNotNull();
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, SECOND);
		semaphore.close();
		semaphore.close();
		assertThat(reason(waiting)).isEqualTo(RejectionReason.CLOSED);
		assertThat(semaphore.tryAcquire()).isNull();
		permit.close();
		assertNumbers(semaphore, 1, 0, 0);
		assertThat(semaphore.snapshot().state()).isEqualTo(SemaphoreState.CLOSED);
		semaphore.open();
		assertThat(semaphore.tryAcquire()).isNotNull();
	}

	@Test
	void anExclusiveRequestTakesAllPermitsAlsoAfterAResize() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(3));
		Permit reader = semaphore.tryAcquire();
		assertThat(reader).isNotNull();
		CompletableFuture<Permit> writer = semaphore.acquireAsync(AcquireRequest.ofAll());
		assertThat(semaphore.tryAcquire()).isNull();
		reader.close();
		assertThat(writer).isCompleted();
		assertThat(writer.join().weight()).isEqualTo(3);
		semaphore.resize(5);
		assertThat(semaphore.tryAcquire()).isNull();
		assertThat(writer.join().weight()).isEqualTo(5);
		assertNumbers(semaphore, 0, 5, 0);
		writer.join().close();
		assertNumbers(semaphore, 5, 0, 0);
		assertThat(semaphore.snapshot().statistics().released()).isEqualTo(2);
	}

	@Test
	void lifoServesTheNewestAndRefusesTheOldestWhenFull() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1).withOrder(QueueOrder.LIFO).withMaxQueue(2));
		Permit permit = semaphore.tryAcquire();
		assertThat(permit).isNotNull();
		CompletableFuture<Permit> oldest = semaphore.acquireAsync(1, SECOND);
		CompletableFuture<Permit> middle = semaphore.acquireAsync(1, SECOND);
		CompletableFuture<Permit> newest = semaphore.acquireAsync(1, SECOND);
		assertThat(reason(oldest)).isEqualTo(RejectionReason.QUEUE_FULL);
		permit.close();
		assertThat(newest).isCompleted();
		assertThat(middle).isNotDone();
	}

	@Test
	void prioritiesGoFirstAndWaitersAge() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1)
			.withOrder(QueueOrder.PRIORITY)
			.withMaxWait(Duration.ofMinutes(1))
			.withPriorityAging(Duration.ofMillis(100)));
		Permit permit = semaphore.tryAcquire();
		assertThat(permit).isNotNull();
		CompletableFuture<Permit> old = semaphore.acquireAsync(AcquireRequest.one());
		this.time.advance(Duration.ofMillis(450));
		CompletableFuture<Permit> five = semaphore.acquireAsync(AcquireRequest.one().withPriority(5));
		CompletableFuture<Permit> four = semaphore.acquireAsync(AcquireRequest.one().withPriority(4));
		permit.close();
		assertThat(five).isCompleted();
		five.join().close();
		assertThat(old).isCompleted();
		old.join().close();
		assertThat(four).isCompleted();
	}

	@Test
	void aKeyAtItsLimitHoldsUpNobodyElse() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(3).withPermitsPerKey(1));
		CompletableFuture<Permit> a1 = semaphore.acquireAsync(key("a"));
		CompletableFuture<Permit> a2 = semaphore.acquireAsync(key("a"));
		CompletableFuture<Permit> b1 = semaphore.acquireAsync(key("b"));
		assertThat(a1).isCompleted();
		assertThat(a2).isNotDone();
		assertThat(b1).isCompleted();
		assertThat(semaphore.keys(10)).containsExactly(new KeyUsage("a", 1, 1, 1), new KeyUsage("b", 1, 0, 1));
		a1.join().close();
		assertThat(a2).isCompleted();
		assertNumbers(semaphore, 1, 2, 0);
	}

	@Test
	void aDryRunLetsEverybodyInAndCountsWhomItWouldHaveRefused() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(
				SemaphorePolicy.of(1).withMode(SemaphoreMode.DRY_RUN).withMaxWait(Duration.ZERO));
		List<Permit> held = new ArrayList<>();
		held.add(semaphore.acquire());
		held.add(semaphore.acquire());
		held.add(semaphore.acquire(2));
		assertNumbers(semaphore, -3, 4, 0);
		assertThat(semaphore.snapshot().statistics().rejected()).containsOnly(entry(RejectionReason.UNAVAILABLE, 1L),
				entry(RejectionReason.TOO_LARGE, 1L));
		held.forEach(Permit::close);
		assertNumbers(semaphore, 1, 0, 0);
		assertThat(semaphore.snapshot().statistics().released()).isEqualTo(3);
	}

	@Test
	void aSemaphoreThatIsOffLetsEverybodyInAndCountsNothing() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1).withMode(SemaphoreMode.OFF));
		Permit first = semaphore.acquire();
		Permit second = semaphore.acquire(3);
		assertThat(second.weight()).isEqualTo(3);
		assertNumbers(semaphore, 1, 0, 0);
		first.close();
		second.close();
		assertNumbers(semaphore, 1, 0, 0);
	}

	@Test
	void drainTakesAllThatIsFreeButPassesNobody() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(5));
		Permit one = semaphore.tryAcquire();
		Permit drained = semaphore.drain();
		assertThat(one).isNotNull();
		assertThat(drained).isNotNull();
		assertThat(drained.weight()).isEqualTo(4);
		assertThat(semaphore.drain()).isNull();
		drained.close();
		assertThat(semaphore.acquireAsync(5, SECOND)).isNotDone();
		assertThat(semaphore.drain()).isNull();
	}

	@Test
	void anUninterruptibleAcquireKeepsTheInterrupt() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Thread.currentThread().interrupt();
		Permit permit = semaphore.acquireUninterruptibly(AcquireRequest.one());
		assertThat(Thread.interrupted()).isTrue();
		assertThatExceptionOfType(PermitRejectedException.class)
			.isThrownBy(() -> semaphore.acquireUninterruptibly(AcquireRequest.one().withMaxWait(Duration.ZERO)))
			.withMessage("Semaphore 'test' refused 1 permit(s): UNAVAILABLE (permits=1, held=1, queue=0)");
		permit.close();
	}

	private static AcquireRequest key(String key) {
		return AcquireRequest.one().withKey(key);
	}

	private CountingSemaphore semaphore(SemaphorePolicy policy) {
		return CountingSemaphore.create("test", policy, SemaphoreOptions.defaults().withTimeSource(this.time));
	}

	private static void assertNumbers(CountingSemaphore semaphore, int available, int held, int queueLength) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		assertThat(snapshot.available()).as("available").isEqualTo(available);
		assertThat(snapshot.held()).as("held").isEqualTo(held);
		assertThat(snapshot.queueLength()).as("queueLength").isEqualTo(queueLength);
		assertThat(snapshot.available() + snapshot.held() + snapshot.forgotten()).isEqualTo(snapshot.permits());
	}

	private static RejectionReason reason(CompletableFuture<Permit> future) {
		try {
			future.orTimeout(1, TimeUnit.MINUTES).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof PermitRejectedException rejected) {
				return rejected.reason();
			}
			throw ex;
		}
		throw new AssertionError("granted, not refused");
	}

}
