package dev.semaphore.spring.observation;

import java.util.concurrent.CancellationException;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.WaitObserver;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Observation} {@code semaphore.acquire} of each wait, which tracing makes a
 * span of. Its low-cardinality keys are {@code name}, the semaphore's, {@code outcome}
 * ({@code acquired}, {@code rejected} or {@code left}) and {@code reason}, that of a
 * refusal or {@code none}; who asked is the high-cardinality key {@code caller}. The key
 * of a request is told to nobody.
 */
public final class ObservedWaits implements WaitObserver {

	private static final String NAME = "semaphore.acquire";

	private static final KeyValue NO_REASON = KeyValue.of("reason", KeyValue.NONE_VALUE);

	private final ObservationRegistry registry;

	/**
	 * Creates the observer.
	 * @param registry whom to tell
	 */
	public ObservedWaits(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Wait begin(CountingSemaphore semaphore, AcquireRequest request) {
		String caller = request.caller();
		Observation observation = Observation.createNotStarted(NAME, this.registry)
			.contextualName("wait for " + semaphore.name())
			.lowCardinalityKeyValue("name", semaphore.name())
			.highCardinalityKeyValue("caller", (caller != null) ? caller : KeyValue.NONE_VALUE)
			.start();
		return (failure) -> end(observation, failure);
	}

	private static void end(Observation observation, @Nullable Throwable failure) {
		Throwable cause = (failure != null && failure.getCause() instanceof PermitRejectedException refusal) ? refusal
				: failure;
		if (cause == null) {
			observation.lowCardinalityKeyValue("outcome", "acquired").lowCardinalityKeyValue(NO_REASON);
		}
		else if (cause instanceof PermitRejectedException refusal) {
			observation.lowCardinalityKeyValue("outcome", "rejected")
				.lowCardinalityKeyValue("reason", refusal.reason().name())
				.error(refusal);
		}
		else {
			observation.lowCardinalityKeyValue("outcome", "left").lowCardinalityKeyValue(NO_REASON);
			if (!(cause instanceof InterruptedException || cause instanceof CancellationException)) {
				observation.error(cause);
			}
		}
		observation.stop();
	}

}
