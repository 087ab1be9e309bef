package dev.semaphore;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dry run counts those refusals that would be, and whatever works when enforced works
 * when off.
 */
class ModeTests {

	private static final SemaphorePolicy DRY = SemaphorePolicy.of(4)
		.withMode(SemaphoreMode.DRY_RUN)
		.withMaxWait(Duration.ZERO);

	@Test
	void aDryRunCountsNothingWhilePermitsAreFree() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", DRY.withPermitsPerKey(2));
		semaphore.acquire(AcquireRequest.one().withKey("a")).close();
		semaphore.acquire(AcquireRequest.one()).close();
		semaphore.acquire(AcquireRequest.ofAll()).close();
		assertThat(semaphore.snapshot().statistics().rejected()).isEmpty();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aDryRunCountsWhatGoesBeyondTheLimitOfAKey() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", DRY.withPermitsPerKey(2));
		Permit first = semaphore.acquire(AcquireRequest.of(2).withKey("a"));
		semaphore.acquire(AcquireRequest.one().withKey("b")).close();
		assertThat(rejected(semaphore)).isEmpty();
		semaphore.acquire(AcquireRequest.one().withKey("a")).close();
		assertThat(rejected(semaphore)).containsExactly(Map.entry(RejectionReason.UNAVAILABLE, 1L));
		first.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aDryRunCountsWhatIsTooLargeOrHasNoRoomForItsKey() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", DRY.withPermitsPerKey(2).withMaxKeys(1));
		Permit busy = semaphore.acquire(AcquireRequest.one().withKey("a"));
		Permit other = semaphore.acquire(AcquireRequest.one().withKey("b"));
		semaphore.acquire(AcquireRequest.of(3).withKey("a")).close();
		semaphore.acquire(AcquireRequest.of(5)).close();
		assertThat(rejected(semaphore)).containsExactlyInAnyOrderEntriesOf(
				Map.of(RejectionReason.TOO_MANY_KEYS, 1L, RejectionReason.TOO_LARGE, 2L));
		other.close();
		busy.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whatIsForgottenMayBeReleasedAlsoWhenOff() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test",
				SemaphorePolicy.of(4).withMode(SemaphoreMode.OFF));
		semaphore.acquire(2).forget();
		semaphore.release(2);
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void anExclusivePermitKeepsItsWeightWhenItIsForgotten() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(4));
		Permit all = semaphore.acquire(AcquireRequest.ofAll());
		semaphore.resize(6);
		all.forget();
		assertThat(all.weight()).isEqualTo(6);
		semaphore.release(all.weight());
		Permit next = semaphore.acquire(AcquireRequest.ofAll());
		semaphore.resize(5);
		assertThat(all.weight()).isEqualTo(6);
		next.close();
		assertThat(next.weight()).isEqualTo(5);
		Numbers.assertAtRest(semaphore);
	}

	private static Map<RejectionReason, Long> rejected(CountingSemaphore semaphore) {
		return semaphore.snapshot().statistics().rejected();
	}

}
