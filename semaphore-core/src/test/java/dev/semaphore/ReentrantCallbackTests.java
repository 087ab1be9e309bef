package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Other people's code runs outside of the lock: it may call back from another thread and
 * wait for that, and it may block.
 */
class ReentrantCallbackTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void aContinuationMayCallBackFromAnotherThreadAndJoinIt() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2));
		Permit held = semaphore.acquire(2);
		CompletableFuture<Void> granted = semaphore.acquireAsync(1, MINUTE)
			.thenAccept((permit) -> callBack(semaphore, permit));
		CompletableFuture<Void> refused = semaphore.acquireAsync(1, MINUTE)
			.thenCompose((permit) -> semaphore.acquireAsync(1, Duration.ZERO).whenComplete((another, failure) -> {
				// granted if the other continuation has given its permit back by now
				if (another != null) {
					another.close();
				}
				callBack(semaphore, permit);
			}))
			.handle((none, failure) -> null);
		held.close();
		CompletableFuture.allOf(granted, refused).orTimeout(60, TimeUnit.SECONDS).join();
		Numbers.awaitAtRest(semaphore);
	}

	@Test
	void aListenerMayCallBackFromAnotherThreadAndJoinIt() throws InterruptedException {
		CallingBack listener = new CallingBack();
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2),
				SemaphoreOptions.defaults().withListener(listener));
		Permit held = semaphore.acquire(2);
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(2, MINUTE);
		CompletableFuture<Permit> cancelled = semaphore.acquireAsync(2, MINUTE);
		cancelled.cancel(true);
		held.close();
		Numbers.permit(waiting).close();
		assertThat(semaphore.tryAcquire(3)).isNull();
		semaphore.resize(3);
		semaphore.close();
		semaphore.open();
		Numbers.awaitAtRest(semaphore);
		assertThat(listener.calls).contains("acquired", "released", "rejected", "resized", "changed");
	}

	@Test
	void aContinuationThatBlocksDelaysNobodyElsesGrant() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2));
		Permit one = semaphore.acquire();
		Permit two = semaphore.acquire();
		CountDownLatch others = new CountDownLatch(2);
		CompletableFuture<Void> blocking = semaphore.acquireAsync(1, MINUTE).thenAccept((permit) -> {
			await(others);
			permit.close();
		});
		CompletableFuture<Void> async = semaphore.acquireAsync(1, MINUTE).thenAccept((permit) -> {
			others.countDown();
			permit.close();
		});
		Crew thread = Crew.start(ThreadKinds.platform(), () -> {
			semaphore.acquire(1, MINUTE).close();
			others.countDown();
		});
		Numbers.awaitQueue(semaphore, 3);
		// both close calls return although the first continuation blocks
		one.close();
		two.close();
		thread.join();
		CompletableFuture.allOf(blocking, async).orTimeout(60, TimeUnit.SECONDS).join();
		Numbers.awaitAtRest(semaphore);
	}

	@Test
	void aRefusalThatBlocksDelaysNoOtherRefusal() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1));
		Permit held = semaphore.acquire();
		CountDownLatch others = new CountDownLatch(3);
		List<CompletableFuture<?>> ends = new ArrayList<>();
		ends.add(semaphore.acquireAsync(1, MINUTE).handle((permit, failure) -> await(others)));
		for (int i = 0; i < 3; i++) {
			ends.add(semaphore.acquireAsync(1, MINUTE).whenComplete((permit, failure) -> others.countDown()));
		}
		semaphore.close();
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).exceptionally((failure) -> null).join();
		assertThat(others.getCount()).isZero();
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void howeverManyContinuationsBlockTheNextRuns() throws InterruptedException {
		int blocked = 300;
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(blocked + 1));
		CountDownLatch last = new CountDownLatch(1);
		Permit held = semaphore.acquire(blocked + 1);
		List<CompletableFuture<?>> ends = new ArrayList<>();
		for (int i = 0; i < blocked; i++) {
			ends.add(semaphore.acquireAsync(1, MINUTE).thenAccept((permit) -> {
				await(last);
				permit.close();
			}));
		}
		ends.add(semaphore.acquireAsync(1, MINUTE).thenAccept((permit) -> {
			last.countDown();
			permit.close();
		}));
		held.close();
		CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).orTimeout(50, TimeUnit.SECONDS).join();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aContinuationChainedWhileThePermitIsOnItsWayRunsOnAnotherThreadThanTheGivers() throws Exception {
		Meeting meeting = new Meeting();
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(1).withOrder(QueueOrder.LIFO).withMaxQueue(1));
		Permit held = semaphore.acquire();
		semaphore.acquireAsync(1, MINUTE);
		semaphore.addListener(meeting);
		meeting.giver = () -> Crew.start(ThreadKinds.platform(), held::close);
		// takes the place of the first, and is granted before it comes back
		CompletableFuture<Permit> granted = semaphore.acquireAsync(1, MINUTE);
		CompletableFuture<Thread> continuation = granted.thenApply((permit) -> Thread.currentThread());
		meeting.goOn.countDown();
		assertThat(continuation.get(60, TimeUnit.SECONDS)).isNotIn(meeting.granting, Thread.currentThread());
		granted.join().close();
	}

	private static void callBack(CountingSemaphore semaphore, Permit permit) {
		Crew.start(ThreadKinds.platform(), () -> {
			permit.close();
			semaphore.acquire(1, MINUTE).forget();
			semaphore.release(1);
			semaphore.resize(3);
			semaphore.resize(2);
			Numbers.assertLaw(semaphore.snapshot());
		}).join();
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Has a permit given back at the one moment, and delays its giver at the other. */
	private static final class Meeting implements SemaphoreListener {

		private final CountDownLatch granted = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private volatile Runnable giver;

		private volatile Thread granting;

		@Override
		public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
				Duration waited) {
			this.giver.run();
			await(this.granted);
		}

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			this.granting = Thread.currentThread();
			this.granted.countDown();
			await(this.goOn);
		}

	}

	private static final class CallingBack implements SemaphoreListener {

		private final List<String> calls = new ArrayList<>();

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			callBack("acquired", semaphore);
		}

		@Override
		public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
			callBack("released", semaphore);
		}

		@Override
		public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
				Duration waited) {
			callBack("rejected", semaphore);
		}

		@Override
		public void onResized(CountingSemaphore semaphore, int from, int to) {
			callBack("resized", semaphore);
		}

		@Override
		public void onStateChanged(CountingSemaphore semaphore, SemaphoreState state) {
			callBack("changed", semaphore);
		}

		private void callBack(String call, CountingSemaphore semaphore) {
			this.calls.add(call);
			Crew.start(ThreadKinds.platform(), () -> {
				semaphore.open();
				Numbers.assertLaw(semaphore.snapshot());
				semaphore.waiters(10);
			}).join();
		}

	}

}
