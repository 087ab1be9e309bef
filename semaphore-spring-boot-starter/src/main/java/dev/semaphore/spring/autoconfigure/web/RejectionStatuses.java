package dev.semaphore.spring.autoconfigure.web;

import java.util.function.Function;

import dev.semaphore.spring.autoconfigure.SemaphoreProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;

/**
 * The configured {@code rejection-status} of semaphores, by their names. What is not
 * configured, such as a semaphore that is a bean of the application, is answered as the
 * defaults say, or with 503.
 */
public final class RejectionStatuses implements Function<String, HttpStatus> {

	private final ObjectProvider<SemaphoreProperties> properties;

	/**
	 * Creates the function.
	 * @param properties the properties, which are there unless the application excluded
	 * their auto-configuration
	 */
	public RejectionStatuses(ObjectProvider<SemaphoreProperties> properties) {
		this.properties = properties;
	}

	@Override
	public HttpStatus apply(String semaphore) {
		SemaphoreProperties properties = this.properties.getIfAvailable();
		Integer status = (properties != null) ? properties.instance(semaphore).rejectionStatus() : null;
		return (status != null) ? HttpStatus.valueOf(status) : HttpStatus.SERVICE_UNAVAILABLE;
	}

}
