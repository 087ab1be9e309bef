package dev.semaphore.spring.actuate.endpoint;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.DeadlockHazards;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows the semaphores of an application, and changes them in place. Whoever may only
 * read cannot change; by default nobody may do more than read.
 */
@Endpoint(id = "semaphores", defaultAccess = Access.READ_ONLY)
public class SemaphoresEndpoint {

	private final SemaphoreRegistry registry;

	private final SemaphoreDescriber describer;

	private final DeadlockHazards hazards;

	private final SemaphoreTimes times;

	private final Show showValues;

	private final boolean unsafeRelease;

	/**
	 * Creates the endpoint, which gives no permits back by force.
	 * @param registry the semaphores
	 * @param times how long they waited and held; a listener of the same registry
	 * @param backends where the permits of a semaphore are kept, as the configuration
	 * spells it, by the name of the semaphore
	 * @param hazards in which contradicting orders semaphores are taken
	 * @param showValues when to show the values of keys
	 */
	public SemaphoresEndpoint(SemaphoreRegistry registry, SemaphoreTimes times, Function<String, String> backends,
			DeadlockHazards hazards, Show showValues) {
		this(registry, times, backends, hazards, showValues, false);
	}

	/**
	 * Creates the endpoint.
	 * @param registry the semaphores
	 * @param times how long they waited and held; a listener of the same registry
	 * @param backends where the permits of a semaphore are kept, as the configuration
	 * spells it, by the name of the semaphore
	 * @param hazards in which contradicting orders semaphores are taken
	 * @param showValues when to show the values of keys
	 * @param unsafeRelease whether permits may be given back by force
	 */
	public SemaphoresEndpoint(SemaphoreRegistry registry, SemaphoreTimes times, Function<String, String> backends,
			DeadlockHazards hazards, Show showValues, boolean unsafeRelease) {
		this.registry = registry;
		this.times = times;
		this.unsafeRelease = unsafeRelease;
		this.describer = new SemaphoreDescriber(times, backends, Clock.systemUTC());
		this.hazards = hazards;
		this.showValues = showValues;
	}

	/**
	 * All semaphores, without details.
	 * @return the semaphores
	 */
	@ReadOperation
	public SemaphoresDescriptor semaphores() {
		return semaphores(this.describer::summary);
	}

	/**
	 * All semaphores, with what happened lately to each.
	 */
	SemaphoresDescriptor recent() {
		return semaphores(this.describer::recent);
	}

	/**
	 * One semaphore with its details.
	 * @param name its name
	 * @return the semaphore, or null if there is none of that name
	 */
	@ReadOperation
	public @Nullable SemaphoreDescriptor semaphore(@Selector(match = Match.ALL_REMAINING) String name) {
		return semaphore(name, this.showValues.isShown(true));
	}

	/**
	 * Changes a semaphore in place. All values are checked before any is applied.
	 * @param name its name
	 * @param permits the new limit, a whole number, 0 or more; null leaves it
	 * @param state the new state, {@code open} or {@code closed}; null leaves it
	 * @param statistics {@code clear} to count anew; null goes on
	 * @param unsafeRelease the id of the holder whose permits are to be given back by
	 * force, if that is allowed; null gives none back
	 * @param unsafeEndLease the instance of a shared semaphore, other than this one,
	 * whose lease is to be ended by force, if that is allowed; null ends none
	 * @return the semaphore after the change, or null if there is none of that name
	 * @throws InvalidEndpointRequestException if a value is wrong or all are null;
	 * nothing has changed then
	 */
	@WriteOperation
	public @Nullable SemaphoreDescriptor change(@Selector(match = Match.ALL_REMAINING) String name,
			@Nullable String permits, @Nullable String state, @Nullable String statistics,
			@Nullable String unsafeRelease, @Nullable String unsafeEndLease) {
		return change(name, SemaphoreChange.of(permits, state, statistics, unsafeRelease, unsafeEndLease),
				this.showValues.isShown(true));
	}

	@Nullable SemaphoreDescriptor semaphore(String name, boolean showKeys) {
		CountingSemaphore semaphore = find(name);
		return (semaphore != null) ? this.describer.details(semaphore, showKeys) : null;
	}

	@Nullable SemaphoreDescriptor change(String name, SemaphoreChange change, boolean showKeys) {
		CountingSemaphore semaphore = find(name);
		if (semaphore == null) {
			return null;
		}
		if (change.isUnsafe() && !this.unsafeRelease) {
			throw SemaphoreChange.invalid("Permits are given back by force only where"
					+ " management.endpoint.semaphores.unsafe-release is true: whoever holds them may be at work");
		}
		change.applyTo(semaphore, this.times);
		return this.describer.details(semaphore, showKeys);
	}

	private SemaphoresDescriptor semaphores(Function<CountingSemaphore, SemaphoreDescriptor> description) {
		Map<String, SemaphoreDescriptor> semaphores = new TreeMap<>();
		for (String name : this.registry.names()) {
			CountingSemaphore semaphore = find(name);
			if (semaphore != null) {
				semaphores.put(name, description.apply(semaphore));
			}
		}
		return new SemaphoresDescriptor(semaphores, this.hazards.found());
	}

	private @Nullable CountingSemaphore find(String name) {
		return this.registry.find(name);
	}

}
