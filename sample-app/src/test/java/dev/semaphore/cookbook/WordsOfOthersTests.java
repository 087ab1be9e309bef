package dev.semaphore.cookbook;

import java.time.Duration;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreOverflowException;
import dev.semaphore.SemaphorePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The table of the cookbook that says what others' operations are called here.
 */
class WordsOfOthersTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(4));

	@Test
	void whatWasTakenInTheirWordsIsBack() throws InterruptedException {
		WordsOfOthers words = new WordsOfOthers();
		assertThat(words.posix()).isOne();
		assertThatExceptionOfType(SemaphoreOverflowException.class).isThrownBy(() -> words.semaphore.release(1));
		words.linux();
		assertThat(words.java()).isEqualTo(-2);
		assertThat(words.windows()).isEqualTo(4);
		assertThat(words.go()).as("a light request passes a wide one that waits").isFalse();
		assertThat(words.python()).succeedsWithin(Duration.ofMinutes(1)).isEqualTo("no thread waited");
		assertThat(words.semaphore.snapshot().available()).isEqualTo(4);
	}

	@Test
	void initialAndMaximumCountApart() throws InterruptedException {
		CountingSemaphore starting = CountingSemaphore.create("starting", SemaphorePolicy.of(4).withInitialPermits(0));
		assertThat(starting.tryAcquire()).isNull();
		starting.release(4);
		starting.acquire().close();
		assertThatExceptionOfType(SemaphoreOverflowException.class).isThrownBy(() -> starting.release(1));
	}

	@Test
	void weightsInOrderOfArrival() throws InterruptedException {
		try (Permit wide = this.semaphore.acquire(3)) {
			assertThat(this.semaphore.tryAcquire(2)).isNull();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> this.semaphore.acquire(5));
		}
	}

	@Test
	void oneThreadSignalsAnother() throws InterruptedException {
		CountingSemaphore ready = CountingSemaphore.create("ready",
				SemaphorePolicy.of(1).withInitialPermits(0).withMaxWait(Duration.ofMinutes(1)));
		String[] message = new String[1];
		Thread sender = new Thread(() -> {
			message[0] = "done";
			ready.release(1);
		});
		sender.start();
		ready.acquire().forget();
		assertThat(message[0]).isEqualTo("done");
		sender.join();
	}

}
