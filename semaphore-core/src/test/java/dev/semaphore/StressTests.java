package dev.semaphore;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything at once, at random: blocking, trying and asynchronous callers of all
 * weights, keys and priorities, some exclusive, that time out, are interrupted and
 * cancelled, close and forget, while the limit moves and the semaphore closes and opens.
 * {@code -Dsemaphore.seed} repeats what was asked for, though not how it was scheduled;
 * {@code -Dsemaphore.stress} multiplies it.
 */
class StressTests {

	private static final int CALLERS = 8;

	private static final int CALLS = 4000 * Integer.getInteger("semaphore.stress", 1);

	private static final int MAX_PERMITS = 6;

	private static final int MAX_QUEUE = 5;

	private static final int PER_KEY = 2;

	static Stream<Arguments> policiesAndThreads() {
		SemaphorePolicy any = SemaphorePolicy.of(4)
			.withMaxQueue(MAX_QUEUE)
			.withMaxOvertaking(Duration.ofMillis(1))
			.withPriorityAging(Duration.ofMillis(1));
		return Stream.of(QueueOrder.values())
			.map(any::withOrder)
			.flatMap((policy) -> Stream.of(policy, policy.withPermitsPerKey(PER_KEY).withMaxKeys(3)))
			.flatMap((policy) -> ThreadKinds.all().map((threads) -> arguments(policy, threads)));
	}

	@ParameterizedTest
	@MethodSource("policiesAndThreads")
	void permitsAreNeitherMadeNorLostWhateverHappens(SemaphorePolicy policy, ThreadFactory threads,
			TestReporter reporter) {
		long seed = Long.getLong("semaphore.seed", System.nanoTime());
		reporter.publishEntry("semaphore.seed", String.valueOf(seed));
		CountingSemaphore semaphore = CountingSemaphore.create("stressed", policy);
		boolean keyed = policy.permitsPerKey() == PER_KEY;
		StressedInside inside = new StressedInside(MAX_PERMITS, keyed ? PER_KEY : MAX_PERMITS);
		AtomicBoolean end = new AtomicBoolean();
		AtomicInteger begun = new AtomicInteger();
		Crew callers = Crew.start(threads, CALLERS, (number) -> {
			begun.incrementAndGet();
			StressedCaller caller = new StressedCaller(semaphore, inside, new Random(seed + number));
			for (int i = 0; i < CALLS; i++) {
				caller.call();
			}
			caller.end();
		});
		Numbers.await().until(() -> begun.get() == CALLERS);
		Crew disturber = Crew.start(ThreadKinds.platform(),
				() -> disturb(semaphore, callers.threads(), new Random(seed - 1), end));
		Crew observer = Crew.start(ThreadKinds.platform(), () -> observe(semaphore, end));
		try {
			callers.join();
		}
		finally {
			end.set(true);
		}
		disturber.join();
		observer.join();
		Numbers.await().until(() -> inside.isEmpty());
		assertQuiet(semaphore, inside);
	}

	private static void disturb(CountingSemaphore semaphore, List<Thread> callers, Random random, AtomicBoolean end) {
		while (!end.get()) {
			switch (random.nextInt(8)) {
				case 0, 1 -> semaphore.resize(random.nextInt(MAX_PERMITS + 1));
				case 2 -> {
					semaphore.close();
					semaphore.open();
				}
				default -> callers.get(random.nextInt(callers.size())).interrupt();
			}
			LockSupport.parkNanos(50_000);
		}
		semaphore.resize(MAX_PERMITS);
	}

	private static void observe(CountingSemaphore semaphore, AtomicBoolean end) {
		SemaphoreStatistics before = semaphore.snapshot().statistics();
		while (!end.get()) {
			SemaphoreSnapshot now = semaphore.snapshot();
			Numbers.assertLaw(now);
			assertThat(now.queueLength()).isBetween(0, MAX_QUEUE);
			assertThat(now.permits()).isBetween(0, MAX_PERMITS);
			assertThat(now.statistics().acquired()).isGreaterThanOrEqualTo(before.acquired());
			assertThat(now.statistics().released()).isBetween(before.released(), now.statistics().acquired());
			before = now.statistics();
		}
	}

	private static void assertQuiet(CountingSemaphore semaphore, StressedInside inside) {
		Numbers.await().until(() -> semaphore.snapshot().held() == 0);
		SemaphoreSnapshot now = semaphore.snapshot();
		if (now.forgotten() > 0) {
			semaphore.release(now.forgotten());
		}
		Numbers.assertAtRest(semaphore);
		assertThat(now.permits()).isEqualTo(MAX_PERMITS);
		inside.assertAllAnswered(semaphore.snapshot().statistics());
	}

	private static Arguments arguments(SemaphorePolicy policy, Named<ThreadFactory> threads) {
		String name = policy.order() + (policy.permitsPerKey() == PER_KEY ? " with keys" : "");
		return Arguments.of(Named.of(name, policy), threads);
	}

}
