package dev.semaphore.spring.autoconfigure.event;

import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.event.FlightRecorderListener;
import dev.semaphore.spring.event.SemaphoreEventPublisher;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Publishes events of the kinds that {@code semaphore.events} names, and tells the Flight
 * Recorder where the Java runtime has it.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnBean(SemaphoreProperties.class)
public final class SemaphoreEventAutoConfiguration {

	@Bean
	@ConditionalOnClass(name = "jdk.jfr.Event")
	@ConditionalOnMissingBean
	FlightRecorderListener semaphoreFlightRecorderListener() {
		return new FlightRecorderListener();
	}

	@Bean
	@ConditionalOnMissingBean
	SemaphoreEventPublisher semaphoreEventPublisher(SemaphoreProperties properties, ApplicationEventPublisher events) {
		return new SemaphoreEventPublisher(properties.events(), events);
	}

}
