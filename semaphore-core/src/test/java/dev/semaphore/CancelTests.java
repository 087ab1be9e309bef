package dev.semaphore;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A future that anybody else completes leaves the queue, and what it is granted in that
 * race goes to the next.
 */
class CancelTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final Queue<Runnable> continuations = new ArrayDeque<>();

	private final ManualTime time = new ManualTime();

	static Stream<Named<Consumer<CompletableFuture<Permit>>>> completions() {
		Map<String, Consumer<CompletableFuture<Permit>>> completions = Map.of("cancel", (future) -> future.cancel(true),
				"fail", (future) -> future.completeExceptionally(new TimeoutException()), "complete",
				(future) -> future.complete(new UncountedPermit(1)), "completeAsync",
				(future) -> future.completeAsync(() -> new UncountedPermit(1), Runnable::run), "obtrude",
				(future) -> future.obtrudeValue(new UncountedPermit(1)));
		return completions.entrySet().stream().map((entry) -> Named.of(entry.getKey(), entry.getValue()));
	}

	@ParameterizedTest
	@MethodSource("completions")
	void whoIsCompletedFromOutsideLeavesTheQueue(Consumer<CompletableFuture<Permit>> completion) {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> first = semaphore.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> second = semaphore.acquireAsync(1, MINUTE);
		completion.accept(first);
		Numbers.assertNumbers(semaphore, 0, 1, 1);
		held.close();
		Numbers.permit(second).close();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@MethodSource("completions")
	void whatIsGrantedToOneCompletedMeanwhileGoesToTheNext(Consumer<CompletableFuture<Permit>> completion) {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withExecutor(this.continuations::add));
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> first = semaphore.acquireAsync(1, MINUTE);
		CompletableFuture<Void> body = first.thenRun(() -> {
		});
		CompletableFuture<Permit> second = semaphore.acquireAsync(1, MINUTE);
		held.close();
		Numbers.assertNumbers(semaphore, 0, 1, 1);
		completion.accept(first);
		runContinuations();
		assertThat(body).isDone();
		Numbers.permit(second).close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aPermitThatWasTakenFromAFutureStaysItsHoldersWhenTheFutureIsObtruded() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withExecutor(this.continuations::add));
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> next = semaphore.acquireAsync(1, MINUTE);
		held.close();
		Permit taken = next.join();
		next.obtrudeException(new IllegalStateException("too late"));
		runContinuations();
		Numbers.assertNumbers(semaphore, 0, 1, 0);
		taken.close();
		Numbers.assertAtRest(semaphore);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whatNobodySawGoesBackWhenItsFutureIsObtruded(boolean withValue) {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1),
				SemaphoreOptions.defaults().withExecutor(this.continuations::add));
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		CompletableFuture<Permit> next = semaphore.acquireAsync(1, MINUTE);
		held.close();
		if (withValue) {
			next.obtrudeValue(new UncountedPermit(1));
		}
		else {
			next.obtrudeException(new IllegalStateException("changed my mind"));
		}
		runContinuations();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void aFutureThatTimesOutByItselfLeavesTheQueue() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(1));
		Permit held = Numbers.permit(semaphore.acquireAsync(1, MINUTE));
		semaphore.acquireAsync(1, MINUTE).orTimeout(1, TimeUnit.MILLISECONDS);
		semaphore.acquireAsync(1, MINUTE).completeOnTimeout(held, 1, TimeUnit.MILLISECONDS);
		Numbers.awaitQueue(semaphore, 0);
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whoIsCancelledLeavesTheQueueBeforeWhatIsChainedToItRuns() throws InterruptedException {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(10));
		Permit held = semaphore.acquire(8);
		CompletableFuture<Permit> wide = semaphore.acquireAsync(5, MINUTE);
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> granted = wide.handle((permit, failure) -> {
			Numbers.assertNumbers(semaphore, 1, 9, 0);
			return Numbers.permit(light);
		});
		wide.cancel(true);
		Numbers.permit(granted).close();
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whenAWideOneLeavesThoseBehindItThatFitRunAtOnce() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(10));
		Permit held = Numbers.permit(semaphore.acquireAsync(8, MINUTE));
		CompletableFuture<Permit> wide = semaphore.acquireAsync(5, MINUTE);
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, MINUTE);
		CompletableFuture<Permit> lightToo = semaphore.acquireAsync(1, MINUTE);
		assertThat(light).isNotDone();
		wide.cancel(false);
		Numbers.permit(light).close();
		Numbers.permit(lightToo).close();
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void whenAWideOneTimesOutThoseBehindItThatFitRunAtOnce() {
		CountingSemaphore semaphore = semaphore(SemaphorePolicy.of(10));
		Permit held = Numbers.permit(semaphore.acquireAsync(8, MINUTE));
		CompletableFuture<Permit> wide = semaphore.acquireAsync(5, Duration.ofSeconds(1));
		CompletableFuture<Permit> light = semaphore.acquireAsync(1, MINUTE);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(Numbers.reason(wide)).isEqualTo(RejectionReason.TIMED_OUT);
		Numbers.permit(light).close();
		held.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void cancellingWhilePermitsComeBackLosesNone() {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(2));
		Crew.perform(ThreadKinds.platform(), 4, (number) -> {
			for (int i = 0; i < 20_000; i++) {
				CompletableFuture<Permit> future = semaphore.acquireAsync(1 + i % 2, MINUTE);
				if (i % 3 == 0) {
					future.thenRun(() -> {
					});
				}
				if (number % 2 == 0 && future.cancel(false)) {
					continue;
				}
				Numbers.permit(future).close();
			}
		});
		Numbers.awaitAtRest(semaphore);
	}

	private CountingSemaphore semaphore(SemaphorePolicy policy) {
		return CountingSemaphore.create("test", policy, SemaphoreOptions.defaults().withTimeSource(this.time));
	}

	private void runContinuations() {
		Runnable next = this.continuations.poll();
		assertThat(next).isNotNull();
		while (next != null) {
			next.run();
			next = this.continuations.poll();
		}
	}

}
