package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread did before it gave a permit back is seen by whoever gets this permit,
 * past the lock or handed over, in a thread or in a continuation.
 */
class VisibilityTests {

	private static final int THREADS = 4;

	private static final int VISITS = 5_000;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	/** Plain on purpose: guarded by the permit alone. */
	private int visits;

	static Stream<Arguments> ordersAndThreads() {
		return Stream.of(QueueOrder.values())
			.flatMap((order) -> ThreadKinds.all().map((threads) -> Arguments.of(order, threads)));
	}

	@ParameterizedTest
	@MethodSource("ordersAndThreads")
	void whatAHolderWroteTheNextOneReads(QueueOrder order, ThreadFactory threads) {
		CountingSemaphore semaphore = CountingSemaphore.create("test", SemaphorePolicy.of(1).withOrder(order));
		Crew.perform(threads, THREADS, (number) -> {
			for (int i = 0; i < VISITS; i++) {
				if ((i + number) % 16 == 0) {
					semaphore.acquireAsync(1, MINUTE).thenAccept(this::visit).join();
				}
				else {
					visit(semaphore.acquire(1, MINUTE));
				}
			}
		});
		assertThat(this.visits).isEqualTo(THREADS * VISITS);
		Numbers.assertAtRest(semaphore);
	}

	private void visit(Permit permit) {
		this.visits++;
		permit.close();
	}

}
