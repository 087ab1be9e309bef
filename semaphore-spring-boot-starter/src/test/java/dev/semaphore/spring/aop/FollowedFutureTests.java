package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FollowedFuture}.
 */
class FollowedFutureTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(1));

	@Test
	void aPermitThatCannotBeHandedOnGoesBackAndItsCallerIsTold() throws Exception {
		CompletableFuture<Permit> acquired = CompletableFuture.completedFuture(this.semaphore.acquire());
		CompletableFuture<Permit> followed = FollowedFuture.of(acquired, (permit) -> {
			throw new OutOfMemoryError();
		}, UnaryOperator.identity());
		assertThat(followed).isCompletedExceptionally();
		assertThat(this.semaphore.snapshot().held()).isZero();
	}

	@Test
	void aCallerIsToldAlsoIfTheReasonCannotBe() {
		CompletableFuture<Permit> followed = FollowedFuture
			.of(CompletableFuture.failedFuture(new IllegalStateException()), UnaryOperator.identity(), (reason) -> {
				throw new OutOfMemoryError();
			});
		assertThat(followed).isCompletedExceptionally();
	}

}
