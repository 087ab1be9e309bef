package dev.semaphore.spring.actuate.endpoint;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.semaphore.spring.DeadlockHazards.Cycle;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All semaphores.
 *
 * @param semaphores the semaphores by name, sorted
 * @param hazards in which contradicting orders they are taken; left out if there is none
 */
public record SemaphoresDescriptor(Map<String, SemaphoreDescriptor> semaphores,
		@JsonInclude(Include.NON_EMPTY) List<Cycle> hazards) implements OperationResponseBody {

}
