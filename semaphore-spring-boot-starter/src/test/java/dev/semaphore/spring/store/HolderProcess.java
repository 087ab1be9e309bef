package dev.semaphore.spring.store;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.store.PermitStore;
import org.awaitility.Awaitility;

/**
 * An instance in a process of its own, which takes a permit and keeps it.
 */
public final class HolderProcess {

	/** How long what a lost instance held stays lost. */
	private static final Duration LEASE = Duration.ofSeconds(2);

	private HolderProcess() {
	}

	/**
	 * Starts one.
	 * @param store where the permits are kept
	 * @param semaphore the name of the semaphore
	 * @param permits how many it has
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static ChildProcess start(StoreAddress store, String semaphore, int permits) throws IOException {
		return start(store, semaphore, permits, false);
	}

	/**
	 * Starts one.
	 * @param store where the permits are kept
	 * @param semaphore the name of the semaphore
	 * @param permits how many it has
	 * @param another whether it takes one of {@link #inBlocks another semaphore}, too
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static ChildProcess start(StoreAddress store, String semaphore, int permits, boolean another)
			throws IOException {
		List<String> words = new ArrayList<>(store.words());
		words.addAll(List.of(semaphore, String.valueOf(permits), String.valueOf(another)));
		return ChildProcess.start(HolderProcess.class, words);
	}

	/**
	 * The same semaphore in this process, which loses nothing however slow the machine
	 * is.
	 * @param store where the permits are kept
	 * @param name the name of the semaphore
	 * @param permits how many it has
	 * @return the semaphore
	 */
	public static SharedSemaphore semaphore(PermitStore store, String name, int permits) {
		return semaphore(store, name, permits, patient());
	}

	/**
	 * The name of the semaphore whose permits are leased in blocks.
	 * @param semaphore the name of that whose permits are not
	 * @return the name
	 */
	public static String inBlocks(String semaphore) {
		return semaphore + "-in-blocks";
	}

	/**
	 * How to lose nothing however slow the machine is.
	 * @return the options
	 */
	public static LeaseOptions patient() {
		return LeaseOptions.defaults().withLease(Duration.ofMinutes(2)).withTimeout(Duration.ofSeconds(20));
	}

	/**
	 * The same semaphore in this process.
	 * @param store where the permits are kept
	 * @param name the name of the semaphore
	 * @param permits how many it has
	 * @param leases how it uses the store
	 * @return the semaphore
	 */
	public static SharedSemaphore semaphore(PermitStore store, String name, int permits, LeaseOptions leases) {
		return CountingSemaphore.create(name, SemaphorePolicy.of(permits), SemaphoreOptions.defaults(), store, leases);
	}

	/**
	 * Takes a permit, and does not mind if the store is too slow for a moment.
	 * @param semaphore of which
	 * @return the permit
	 */
	public static Permit acquire(SharedSemaphore semaphore) {
		return acquire(semaphore, 1);
	}

	/**
	 * Takes permits, and does not mind if the store is too slow for a moment.
	 * @param semaphore of which
	 * @param weight how many
	 * @return the permit
	 */
	public static Permit acquire(SharedSemaphore semaphore, int weight) {
		return Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.ignoreException(PermitRejectedException.class)
			.until(() -> semaphore.acquire(weight, Duration.ofSeconds(30)), Objects::nonNull);
	}

	/**
	 * Takes a permit, says so, and keeps it.
	 * @param arguments the address of the store, the name of the semaphore, its permits,
	 * and whether to take one of another that leases them in blocks
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		PermitStore store = StoreAddress.of(arguments).open();
		LeaseOptions leases = LeaseOptions.defaults().withLease(LEASE);
		int permits = Integer.parseInt(arguments[5]);
		if (Boolean.parseBoolean(arguments[6])) {
			acquire(semaphore(store, inBlocks(arguments[4]), permits, leases.withLocalShare(true)));
		}
		Permit permit = acquire(semaphore(store, arguments[4], permits, leases));
		ChildProcess.say("holds " + permit.fencingToken().orElseThrow());
		// at once, if it was too slow
		permit.whenLost(() -> ChildProcess.say("lost"));
		while (System.in.read() >= 0) {
			// nobody says anything: the one who started it has ended
		}
		Runtime.getRuntime().halt(0);
	}

}
