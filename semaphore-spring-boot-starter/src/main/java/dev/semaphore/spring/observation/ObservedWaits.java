package dev.semaphore.spring.observation;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreListener;
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
public final class ObservedWaits implements SemaphoreListener {

	private static final String NAME = "semaphore.acquire";

	private static final KeyValue NO_REASON = KeyValue.of("reason", KeyValue.NONE_VALUE);

	private final Supplier<ObservationRegistry> registry;

	/**
	 * Creates the listener.
	 * @param registry whom to tell; asked at the first wait, and not before
	 */
	public ObservedWaits(Supplier<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public boolean hearsOfPermits() {
		return false;
	}

	/** The observation is within the one that is current here, wherever it begins. */
	@Override
	public Wait onWait(CountingSemaphore semaphore, AcquireRequest request) {
		String caller = request.caller();
		return new ObservedWait(Observation.createNotStarted(NAME, WaitContext::new, this.registry.get())
			.contextualName("wait for " + semaphore.name())
			.lowCardinalityKeyValue("name", semaphore.name())
			.highCardinalityKeyValue("caller", (caller != null) ? caller : KeyValue.NONE_VALUE));
	}

	private record ObservedWait(Observation observation) implements Wait {

		@Override
		public void begin() {
			this.observation.start();
		}

		@Override
		public void end(@Nullable Throwable failure) {
			if (failure instanceof PermitRejectedException refusal) {
				this.observation.lowCardinalityKeyValue("outcome", "rejected")
					.lowCardinalityKeyValue("reason", refusal.reason().name())
					.error(refusal);
			}
			else {
				this.observation.lowCardinalityKeyValue("outcome", (failure != null) ? "left" : "acquired")
					.lowCardinalityKeyValue(NO_REASON);
				if (failure != null && !isLeaving(failure)) {
					this.observation.error(failure);
				}
			}
			this.observation.stop();
		}

		private static boolean isLeaving(Throwable failure) {
			return failure instanceof InterruptedException || failure instanceof CancellationException;
		}

	}

}
