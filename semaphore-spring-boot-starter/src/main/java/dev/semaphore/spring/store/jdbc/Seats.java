package dev.semaphore.spring.store.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The instances in this process that are told of their grants: one for each semaphore.
 */
final class Seats {

	private final Map<Place, Seat> seats = new ConcurrentHashMap<>();

	Subscription take(String semaphore, String instance, GrantListener listener) {
		Place place = new Place(semaphore, instance);
		Seat seat = new Seat(semaphore, instance, listener);
		this.seats.put(place, seat);
		return () -> this.seats.remove(place, seat);
	}

	Collection<Seat> all() {
		return this.seats.values();
	}

	@Nullable Seat at(String semaphore, String instance) {
		return this.seats.get(new Place(semaphore, instance));
	}

	void lookAgain(String semaphore) {
		all().stream().filter((seat) -> seat.semaphore.equals(semaphore)).forEach(Seat::lookAgain);
	}

	void granted(String semaphore, List<StoredClaim> granted) {
		for (StoredClaim claim : granted) {
			Seat seat = at(semaphore, claim.instance);
			if (seat != null) {
				seat.granted(claim.id, claim.token);
			}
		}
	}

	private record Place(String semaphore, String instance) {
	}

}
