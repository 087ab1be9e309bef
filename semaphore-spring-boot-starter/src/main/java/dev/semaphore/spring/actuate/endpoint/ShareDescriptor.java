package dev.semaphore.spring.actuate.endpoint;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.store.InstanceShare;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What one instance has of a shared semaphore.
 *
 * @param instance the instance
 * @param held how many permits it holds
 * @param queueLength how many of its callers wait
 */
public record ShareDescriptor(String instance, int held, int queueLength) {

	/** The store gives up long before. */
	private static final int PATIENCE_SECONDS = 10;

	/**
	 * Adds what each instance has to a description, if the backend answers.
	 * @param limit how many instances to list at the most
	 */
	static SemaphoreDescriptor describe(SemaphoreDescriptor description, SharedSemaphore semaphore, int limit) {
		if (semaphore.backendState() == BackendState.DOWN) {
			return description;
		}
		try {
			List<ShareDescriptor> instances = semaphore.report(limit)
				.toCompletableFuture()
				.get(PATIENCE_SECONDS, TimeUnit.SECONDS)
				.instances()
				.stream()
				.map(ShareDescriptor::of)
				.toList();
			ShareDescriptor share = instances.stream()
				.filter((instance) -> instance.instance().equals(semaphore.instance()))
				.findFirst()
				.orElse(null);
			return description.withShares(share, instances);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return description;
		}
		catch (ExecutionException | TimeoutException ex) {
			// said by the state of the backend
			return description;
		}
	}

	/**
	 * Ends the lease of another instance by force.
	 * @throws InvalidEndpointRequestException if there is none to be ended
	 * @throws UnansweredChangeException if the backend does not answer
	 */
	static void endLease(CountingSemaphore semaphore, String instance) {
		if (!(semaphore instanceof SharedSemaphore shared)) {
			throw SemaphoreChange
				.invalid("'" + semaphore.name() + "' is not shared by instances: its permits are here");
		}
		if (shared.instance().equals(instance)) {
			throw SemaphoreChange
				.invalid("'" + instance + "' is the instance that was asked: give back what its holders"
						+ " hold, one by one, by 'unsafeRelease'");
		}
		try {
			if (!shared.unsafeEndLease(instance).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw SemaphoreChange
					.invalid("'" + semaphore.name() + "' has no instance '" + instance + "' (any more)");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new UnansweredChangeException("Interrupted while ending the lease of '" + instance + "'", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new UnansweredChangeException("The " + shared.backend() + " backend of semaphore '" + semaphore.name()
					+ "' did not say whether the lease of '" + instance + "' has ended", ex);
		}
	}

	private static ShareDescriptor of(InstanceShare share) {
		return new ShareDescriptor(share.instance(), share.held(), share.queueLength());
	}

}
