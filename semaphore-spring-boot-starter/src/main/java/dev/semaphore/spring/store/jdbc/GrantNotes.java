package dev.semaphore.spring.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * What instances on PostgreSQL write to each other: which claims were granted, with their
 * tokens, and the semaphore.
 */
final class GrantNotes implements GrantMessages {

	/** PostgreSQL has no place for 8000 bytes. With more, they are told to look. */
	private static final int MOST = 100;

	private final String prefix;

	private final Seats seats;

	private volatile boolean works;

	GrantNotes(String prefix, Seats seats) {
		this.prefix = prefix;
		this.seats = seats;
	}

	/**
	 * The database understands. Some that speak PostgreSQL's protocol do not, and a
	 * statement that fails would undo its transaction.
	 */
	void works() {
		this.works = true;
	}

	/** Where an instance listens. */
	String channel(String instance) {
		UUID digest = UUID.nameUUIDFromBytes((this.prefix + instance).getBytes(StandardCharsets.UTF_8));
		return "semaphore_" + digest.toString().replace("-", "");
	}

	@Override
	public void send(JdbcOperations jdbc, String semaphore, List<StoredClaim> granted) {
		if (this.works && !granted.isEmpty()) {
			Map<String, List<StoredClaim>> remote = granted.stream()
				.filter((claim) -> this.seats.at(semaphore, claim.instance) == null)
				.collect(Collectors.groupingBy((claim) -> claim.instance));
			remote.forEach((instance, claims) -> jdbc.query("SELECT pg_notify(?, ?)", (row) -> {
			}, channel(instance), write(semaphore, claims)));
		}
	}

	static String write(String semaphore, List<StoredClaim> granted) {
		if (granted.size() > MOST) {
			return "\n" + semaphore;
		}
		return granted.stream().map((claim) -> claim.id + ":" + claim.token).collect(Collectors.joining(" ")) + "\n"
				+ semaphore + "\n" + granted.get(0).instance;
	}

	void read(String note) {
		String[] lines = note.split("\n", 3);
		Seat seat = (lines.length == 3) ? this.seats.at(lines[1], lines[2]) : null;
		if (seat == null) {
			this.seats.all().forEach(Seat::lookAgain);
			return;
		}
		for (String grant : lines[0].split(" ")) {
			int colon = grant.indexOf(':');
			seat.granted(Long.parseLong(grant.substring(0, colon)), Long.parseLong(grant.substring(colon + 1)));
		}
	}

}
