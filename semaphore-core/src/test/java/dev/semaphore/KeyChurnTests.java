package dev.semaphore;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys come and go: each keeps its limit, and none is left behind.
 */
class KeyChurnTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final int MANY_KEYS = 1_000_000;

	@Test
	void whoPassesTheOthersOfItsKeyLetsInTheKeyThatIsNextThen() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(10).withPermitsPerKey(10).withOrder(QueueOrder.LIFO));
		semaphore.acquire(request("a", 1));
		semaphore.acquire(request("c", 6));
		CompletableFuture<Permit> wide = semaphore.acquireAsync(request("b", 5));
		CompletableFuture<Permit> light = semaphore.acquireAsync(request("a", 1));
		assertThat(light).isNotDone();
		assertThat(semaphore.acquireAsync(request("b", 1))).isCompleted();
		assertThat(light).isCompleted();
		assertThat(wide).isNotDone();
	}

	private static AcquireRequest request(String key, int weight) {
		return AcquireRequest.of(weight).withKey(key).withMaxWait(MINUTE);
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void noKeyGetsMoreThanItsLimitWhileKeysAreDroppedAndMadeAgain(QueueOrder order) {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(4).withPermitsPerKey(2).withMaxKeys(3).withOrder(order));
		Map<String, Occupancy> inside = new ConcurrentHashMap<>();
		Occupancy total = new Occupancy();
		Crew.perform(ThreadKinds.platform(), 6, (number) -> {
			for (int i = 0; i < 5000; i++) {
				String key = "key" + ThreadLocalRandom.current().nextInt(6);
				try (Permit permit = semaphore.acquire(AcquireRequest.one().withKey(key).withMaxWait(MINUTE))) {
					inside.computeIfAbsent(key, (name) -> new Occupancy()).enter(1);
					total.enter(1);
					total.leave(1);
					inside.get(key).leave(1);
				}
				catch (PermitRejectedException ex) {
					assertThat(ex.reason()).isEqualTo(RejectionReason.TOO_MANY_KEYS);
				}
			}
		});
		assertThat(inside).hasSize(6).allSatisfy((key, occupancy) -> assertThat(occupancy.peak()).isBetween(1, 2));
		assertThat(total.peak()).isLessThanOrEqualTo(4);
		assertThat(semaphore.keys(100)).hasSizeLessThanOrEqualTo(3);
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aMillionKeysLeaveNoMoreBehindThanAreToBeRemembered() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(4).withPermitsPerKey(1).withMaxKeys(100));
		for (int i = 0; i < MANY_KEYS; i++) {
			semaphore.acquire(AcquireRequest.one().withKey("key" + i)).close();
		}
		assertThat(semaphore.keys(MANY_KEYS)).hasSize(100)
			.allSatisfy((usage) -> assertThat(usage.key()).startsWith("key9999"));
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void keysThatAreOnlyRefusedAreNotLeftBehindEither() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(1).withPermitsPerKey(1).withMaxKeys(10));
		Permit held = semaphore.acquire(AcquireRequest.one().withKey("busy"));
		for (int i = 0; i < 1000; i++) {
			AcquireRequest request = AcquireRequest.one().withKey("key" + i);
			assertThat(Numbers.reason(semaphore.acquireAsync(request.withMaxWait(Duration.ZERO))))
				.isEqualTo(RejectionReason.UNAVAILABLE);
			semaphore.acquireAsync(request).cancel(true);
		}
		assertThat(semaphore.keys(100)).hasSize(10).contains(new KeyUsage("busy", 1, 0, 1));
		assertThat(semaphore.snapshot().keysInUse()).isOne();
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whenAllKeysAreBusyOneMoreIsRefusedUntilOneGoes() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(4).withPermitsPerKey(1).withMaxKeys(2));
		Permit one = semaphore.acquire(AcquireRequest.one().withKey("one"));
		Permit two = semaphore.acquire(AcquireRequest.one().withKey("two"));
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(AcquireRequest.one().withKey("two"));
		assertThat(Numbers.reason(semaphore.acquireAsync(AcquireRequest.one().withKey("three"))))
			.isEqualTo(RejectionReason.TOO_MANY_KEYS);
		two.close();
		assertThat(Numbers.reason(semaphore.acquireAsync(AcquireRequest.one().withKey("three"))))
			.isEqualTo(RejectionReason.TOO_MANY_KEYS);
		one.close();
		semaphore.acquire(AcquireRequest.one().withKey("three")).close();
		Numbers.permit(waiting).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whatIsFreeIsSharedEquallyAndWhatOneKeyLeavesTheOthersMayUse() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(6).withPermitsPerKey(6));
		Permit all = semaphore.acquire(6);
		for (int i = 0; i < 6; i++) {
			semaphore.acquireAsync(AcquireRequest.one().withKey("greedy").withMaxWait(MINUTE));
		}
		for (String key : new String[] { "modest", "modest", "other", "other" }) {
			semaphore.acquireAsync(AcquireRequest.one().withKey(key).withMaxWait(MINUTE));
		}
		all.close();
		assertThat(semaphore.keys(3)).extracting(KeyUsage::held).containsExactly(2, 2, 2);
		Numbers.assertNumbers(semaphore, 0, 6, 4);
	}

}
