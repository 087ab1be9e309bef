package dev.semaphore.sample;

import java.time.Duration;

import org.springframework.stereotype.Component;

/**
 * A workload that takes its time and does nothing.
 */
@Component
final class SleepingWorkload implements Workload {

	@Override
	public void run(String task, Duration time) {
		try {
			Thread.sleep(time.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted during " + task, ex);
		}
	}

}
