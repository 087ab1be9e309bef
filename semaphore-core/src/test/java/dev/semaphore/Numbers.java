package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the numbers of a semaphore must be.
 */
final class Numbers {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private Numbers() {
	}

	static void assertNumbers(CountingSemaphore semaphore, int available, int held, int queueLength) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		assertLaw(snapshot);
		assertThat(snapshot.available()).as("available").isEqualTo(available);
		assertThat(snapshot.held()).as("held").isEqualTo(held);
		assertThat(snapshot.queueLength()).as("queueLength").isEqualTo(queueLength);
	}

	/** Nothing held, nothing forgotten, nobody waiting. */
	static void assertAtRest(CountingSemaphore semaphore) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		assertNumbers(semaphore, snapshot.permits(), 0, 0);
		assertThat(snapshot.keysInUse()).as("keysInUse").isZero();
		assertThat(snapshot.statistics().released()).as("released").isEqualTo(snapshot.statistics().acquired());
	}

	static void assertLaw(SemaphoreSnapshot snapshot) {
		assertThat(snapshot.available() + snapshot.held() + snapshot.forgotten()).as("available + held + forgotten")
			.isEqualTo(snapshot.permits());
		assertThat(snapshot.held()).as("held").isNotNegative();
		assertThat(snapshot.forgotten()).as("forgotten").isNotNegative();
		assertThat(snapshot.available()).as("available").isLessThanOrEqualTo(snapshot.permits());
	}

	/** Looks often: what is waited for here comes soon. */
	static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
	}

	static void awaitQueue(CountingSemaphore semaphore, int length) {
		await().until(() -> semaphore.snapshot().queueLength() == length);
	}

	static void awaitAtRest(CountingSemaphore semaphore) {
		await().untilAsserted(() -> assertAtRest(semaphore));
	}

	/** The permit of a future that must have been granted, or soon be. */
	static Permit permit(CompletableFuture<Permit> future) {
		return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
	}

	/** Why a future was refused that must have been, or soon be. */
	static RejectionReason reason(CompletableFuture<Permit> future) {
		try {
			permit(future);
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
