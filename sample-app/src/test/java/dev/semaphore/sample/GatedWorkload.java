package dev.semaphore.sample;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.annotation.Primary;

/**
 * Work that takes as long as the test says: while the gate is closed nothing ends. Counts
 * how much is at work at once.
 */
@Primary
class GatedWorkload implements Workload {

	private final Map<String, AtomicInteger> atWork = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();

	private volatile CountDownLatch gate = new CountDownLatch(0);

	@Override
	public void run(String task, Duration time) {
		AtomicInteger now = counter(this.atWork, task);
		counter(this.most, task).accumulateAndGet(now.incrementAndGet(), Math::max);
		try {
			if (!this.gate.await(5, TimeUnit.MINUTES)) {
				throw new IllegalStateException("Nobody opened the gate for " + task);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			now.decrementAndGet();
		}
	}

	void closeGate() {
		this.most.clear();
		this.gate = new CountDownLatch(1);
	}

	void openGate() {
		this.gate.countDown();
	}

	int atWork(String task) {
		return counter(this.atWork, task).get();
	}

	int mostAtWork(String task) {
		return counter(this.most, task).get();
	}

	private static AtomicInteger counter(Map<String, AtomicInteger> counters, String task) {
		return counters.computeIfAbsent(task, (name) -> new AtomicInteger());
	}

}
