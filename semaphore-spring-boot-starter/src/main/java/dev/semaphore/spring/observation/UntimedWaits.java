package dev.semaphore.spring.observation;

import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Makes no meters of the observations of waits, where the meters of semaphores measure
 * these already, and for less.
 */
public final class UntimedWaits implements MeterObservationHandler<Observation.Context> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof WaitContext;
	}

}
