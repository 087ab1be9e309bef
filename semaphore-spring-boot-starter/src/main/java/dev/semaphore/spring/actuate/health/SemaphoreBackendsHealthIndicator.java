package dev.semaphore.spring.actuate.health;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.semaphore.BackendState;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.UnknownSemaphoreException;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Down while the shared backend of a semaphore does not answer; tells of each whether it
 * does. Asks no backend itself, but tells what calls to it have shown last.
 */
public final class SemaphoreBackendsHealthIndicator extends AbstractHealthIndicator {

	private final Supplier<SemaphoreRegistry> registry;

	/**
	 * Creates the indicator.
	 * @param registry has the semaphores
	 */
	public SemaphoreBackendsHealthIndicator(Supplier<SemaphoreRegistry> registry) {
		super("The health of the semaphores' backends could not be found out");
		this.registry = registry;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, Map<String, String>> backends = new TreeMap<>();
		boolean down = false;
		SemaphoreRegistry registry = this.registry.get();
		for (String name : registry.names()) {
			try {
				if (registry.get(name) instanceof SharedSemaphore semaphore) {
					BackendState state = semaphore.backendState();
					down |= state == BackendState.DOWN;
					backends.put(name,
							Map.of("backend", semaphore.backend(), "state", state.name().toLowerCase(Locale.ROOT)));
				}
			}
			catch (UnknownSemaphoreException ex) {
				// removed meanwhile
			}
		}
		builder.status(down ? Status.DOWN : Status.UP).withDetail("semaphores", backends);
	}

}
