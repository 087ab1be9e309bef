package dev.semaphore;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A permit ends once, and nobody can give back what is not out.
 */
class OnceOnlyTests {

	private static final Consumer<Permit> CLOSE = Permit::close;

	private static final Consumer<Permit> FORGET = Permit::forget;

	@Test
	void onlyTheFirstEndOfAPermitCounts() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(3));
		for (List<Consumer<Permit>> ends : List.of(List.of(CLOSE, CLOSE), List.of(CLOSE, FORGET))) {
			Permit permit = semaphore.acquire(2);
			ends.forEach((end) -> end.accept(permit));
			Numbers.assertAtRest(semaphore);
		}
		for (List<Consumer<Permit>> ends : List.of(List.of(FORGET, CLOSE), List.of(FORGET, FORGET))) {
			Permit permit = semaphore.acquire(2);
			ends.forEach((end) -> end.accept(permit));
			assertThat(semaphore.snapshot().forgotten()).isEqualTo(2);
			Numbers.assertNumbers(semaphore, 1, 0, 0);
			semaphore.release(2);
			Numbers.assertAtRest(semaphore);
		}
	}

	@ParameterizedTest
	@EnumSource(QueueOrder.class)
	void manyThreadsThatEndOnePermitEndItOnce(QueueOrder order) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(3).withOrder(order));
		for (int round = 0; round < 500; round++) {
			Permit permit = semaphore.acquire(2);
			Crew.perform(ThreadKinds.platform(), 3, (number) -> (number == 0 ? FORGET : CLOSE).accept(permit));
			SemaphoreSnapshot after = semaphore.snapshot();
			Numbers.assertLaw(after);
			assertThat(after.available()).isLessThanOrEqualTo(3);
			if (after.forgotten() > 0) {
				semaphore.release(2);
			}
			Numbers.assertAtRest(semaphore);
		}
	}

	@Test
	void anExclusivePermitEndsOnceToo() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(3));
		Permit writer = semaphore.acquire(AcquireRequest.ofAll());
		writer.close();
		Permit reader = semaphore.acquire();
		writer.close();
		writer.forget();
		Numbers.assertNumbers(semaphore, 2, 1, 0);
		reader.close();
		Numbers.assertAtRest(semaphore);
	}

	@Test
	void noMoreIsReleasedThanWasForgottenHoweverManyTry() throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(8));
		semaphore.acquire(5).forget();
		AtomicInteger released = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		Crew.perform(ThreadKinds.platform(), 8, (number) -> {
			try {
				semaphore.release(1);
				released.incrementAndGet();
			}
			catch (SemaphoreOverflowException ex) {
				refused.incrementAndGet();
			}
		});
		assertThat(released).hasValue(5);
		assertThat(refused).hasValue(3);
		Numbers.assertAtRest(semaphore);
	}

}
