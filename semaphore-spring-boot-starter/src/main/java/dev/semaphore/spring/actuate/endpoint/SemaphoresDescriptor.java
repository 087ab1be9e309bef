package dev.semaphore.spring.actuate.endpoint;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All semaphores.
 *
 * @param semaphores the semaphores by name, sorted
 */
public record SemaphoresDescriptor(Map<String, SemaphoreDescriptor> semaphores) implements OperationResponseBody {

}
