package dev.semaphore.spring.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
 *
 * @param process the process
 * @param output what it says
 */
public record HolderProcess(Process process, BufferedReader output) implements AutoCloseable {

	/** How long what a lost instance held stays lost. */
	private static final Duration LEASE = Duration.ofSeconds(2);

	/**
	 * Starts one.
	 * @param store where the permits are kept
	 * @param semaphore the name of the semaphore
	 * @param permits how many it has
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static HolderProcess start(StoreAddress store, String semaphore, int permits) throws IOException {
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
	public static HolderProcess start(StoreAddress store, String semaphore, int permits, boolean another)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				HolderProcess.class.getName()));
		command.addAll(store.words());
		command.addAll(List.of(semaphore, String.valueOf(permits), String.valueOf(another)));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		return new HolderProcess(process,
				new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
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
		return Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.ignoreException(PermitRejectedException.class)
			.until(() -> semaphore.acquire(1, Duration.ofSeconds(30)), Objects::nonNull);
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
		System.out.println("holds " + permit.fencingToken().orElseThrow());
		// at once, if it was too slow
		permit.whenLost(() -> System.out.println("lost"));
		while (System.in.read() >= 0) {
			// nobody says anything: the one who started it has ended
		}
		Runtime.getRuntime().halt(0);
	}

	/**
	 * What it says next; waits for it.
	 * @return the line
	 * @throws IOException if it cannot be heard
	 */
	public String says() throws IOException {
		String line = this.output.readLine();
		while (line != null && !line.startsWith("holds") && !line.startsWith("lost")) {
			line = this.output.readLine();
		}
		return String.valueOf(line);
	}

	/**
	 * Sends it a signal.
	 * @param signal the name of the signal
	 * @throws IOException if that does not work
	 * @throws InterruptedException if interrupted
	 */
	public void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
