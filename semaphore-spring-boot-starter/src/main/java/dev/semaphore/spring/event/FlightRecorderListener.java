package dev.semaphore.spring.event;

import java.time.Duration;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;

/**
 * Tells the Flight Recorder of waits, refusals and long holds:
 * {@code dev.semaphore.Wait}, {@code dev.semaphore.Refusal} and
 * {@code dev.semaphore.LongHold}. Costs a comparison while nothing is recorded. Waits and
 * holds are told where permits are traced anyway: where holders are tracked, or anybody
 * else listens.
 */
public final class FlightRecorderListener implements SemaphoreListener {

	private static final Duration LONG = Duration.ofSeconds(1);

	@Override
	public boolean hearsOfPermits() {
		return false;
	}

	@Override
	public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
		if (!waited.isZero()) {
			tell(new WaitFlightEvent(), semaphore, request, waited);
		}
	}

	@Override
	public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		if (held.compareTo(LONG) >= 0) {
			tell(new LongHoldFlightEvent(), semaphore, request, held);
		}
	}

	@Override
	public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
			Duration waited) {
		RefusalFlightEvent event = new RefusalFlightEvent();
		event.reason = reason.name();
		tell(event, semaphore, request, waited);
	}

	private static void tell(FlightEvent event, CountingSemaphore semaphore, AcquireRequest request, Duration time) {
		if (event.shouldCommit()) {
			event.semaphore = semaphore.name();
			event.caller = request.caller();
			event.time = time.toNanos();
			event.commit();
		}
	}

}
