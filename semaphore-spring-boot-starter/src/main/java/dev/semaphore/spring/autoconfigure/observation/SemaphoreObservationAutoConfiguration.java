package dev.semaphore.spring.autoconfigure.observation;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.metrics.SemaphoreMetricsAutoConfiguration;
import dev.semaphore.spring.metrics.SemaphoreMeters;
import dev.semaphore.spring.observation.ObservedWaits;
import dev.semaphore.spring.observation.UntimedWaits;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes an observation of each wait for permits where there is a registry of
 * observations.
 */
@AutoConfiguration(after = { SemaphoreAutoConfiguration.class, SemaphoreMetricsAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class SemaphoreObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ObservedWaits semaphoreObservedWaits(ObjectProvider<ObservationRegistry> registry) {
		return new ObservedWaits(SingletonSupplier.of(registry::getObject));
	}

	/**
	 * Of the handlers that make meters, Boot asks the first that wants to. The type says
	 * nothing of meters, so that this can be read where there are none.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnClass(MeterObservationHandler.class)
	@ConditionalOnBean(SemaphoreMeters.class)
	ObservationHandler<Observation.Context> semaphoreUntimedWaits() {
		return new UntimedWaits();
	}

}
