package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who looks at a waiting thread sees what it waits for.
 */
class ThreadDumpTests {

	@ParameterizedTest
	@MethodSource("dev.semaphore.ThreadKinds#all")
	void aWaitingThreadIsParkedOnItsSemaphore(ThreadFactory threads) throws InterruptedException {
		CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(4));
		Permit held = semaphore.acquire(4);
		Crew waiting = Crew.start(threads, () -> semaphore.acquire(1, Duration.ofMinutes(1)).close());
		Numbers.await().until(() -> LockSupport.getBlocker(waiting.thread()) == semaphore);
		assertThat(semaphore).hasToString("Semaphore 'reports' (permits=4)");
		held.close();
		waiting.join();
		assertThat(LockSupport.getBlocker(waiting.thread())).isNull();
	}

}
