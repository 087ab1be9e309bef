package dev.semaphore.spring.event;

import java.time.Duration;
import java.util.Set;

import dev.semaphore.AcquireRequest;
import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreState;
import dev.semaphore.spring.event.SemaphoreEvent.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes {@link SemaphoreEvent}s of some kinds to the listeners of an application.
 */
public final class SemaphoreEventPublisher implements SemaphoreListener {

	private final Set<Kind> kinds;

	private final ApplicationEventPublisher events;

	/**
	 * Creates the publisher.
	 * @param kinds what to tell
	 * @param events whom to tell
	 */
	public SemaphoreEventPublisher(Set<Kind> kinds, ApplicationEventPublisher events) {
		this.kinds = Set.copyOf(kinds);
		this.events = events;
	}

	@Override
	public boolean hearsOfPermits() {
		return this.kinds.contains(Kind.ACQUIRED) || this.kinds.contains(Kind.RELEASED);
	}

	@Override
	public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
		publish(semaphore, Kind.ACQUIRED, request.caller(), null, waited);
	}

	@Override
	public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		publish(semaphore, Kind.RELEASED, request.caller(), null, held);
	}

	@Override
	public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
			Duration waited) {
		publish(semaphore, Kind.REJECTED, request.caller(), reason, waited);
	}

	@Override
	public void onResized(CountingSemaphore semaphore, int from, int to) {
		publish(semaphore, Kind.RESIZED, null, null, Duration.ZERO);
	}

	@Override
	public void onStateChanged(CountingSemaphore semaphore, SemaphoreState state) {
		publish(semaphore, Kind.STATE_CHANGED, null, null, Duration.ZERO);
	}

	@Override
	public void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		publish(semaphore, Kind.LEASE_LOST, request.caller(), null, held);
	}

	@Override
	public void onUnsafeRelease(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		publish(semaphore, Kind.UNSAFE_RELEASE, request.caller(), null, held);
	}

	@Override
	public void onBackendStateChanged(CountingSemaphore semaphore, BackendState state) {
		publish(semaphore, Kind.BACKEND_STATE_CHANGED, null, null, Duration.ZERO);
	}

	private void publish(CountingSemaphore semaphore, Kind kind, @Nullable String caller,
			@Nullable RejectionReason reason, Duration time) {
		if (this.kinds.contains(kind)) {
			this.events.publishEvent(new SemaphoreEvent(semaphore, kind, caller, reason, time));
		}
	}

}
