package dev.semaphore.spring.aop;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a test and the controllers tell one another.
 */
class MvcWork {

	final AtomicInteger bodies = new AtomicInteger();

	final AtomicReference<Object> returned = new AtomicReference<>();

	final AtomicReference<Throwable> failure = new AtomicReference<>();

	volatile CountDownLatch end = new CountDownLatch(1);

	volatile CountDownLatch begin = new CountDownLatch(1);

	volatile Executing executor = Executing.RUNS;

	volatile long timeout = 30_000;

	void reset() {
		this.end.countDown();
		this.end = new CountDownLatch(1);
		this.begin = new CountDownLatch(1);
		this.bodies.set(0);
		this.returned.set(null);
		this.failure.set(null);
		this.executor = Executing.RUNS;
		this.timeout = 30_000;
	}

	void awaitBegin() {
		try {
			assertThat(this.begin.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String finish() throws Exception {
		this.begin.countDown();
		CountDownLatch end = this.end;
		boolean ended = false;
		while (!ended) {
			try {
				end.await();
				ended = true;
			}
			catch (InterruptedException ex) {
				// A task that runs on.
			}
		}
		if (this.failure.get() instanceof Error error) {
			throw error;
		}
		return "done";
	}

	<T> T start(T returned) {
		this.bodies.incrementAndGet();
		this.returned.set(returned);
		return returned;
	}

	enum Executing {

		RUNS, BEGINS, REJECTS, NEVER_RUNS

	}

}
