package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Who in this process is told of grants. Each instance watches keys of its own, so that a
 * grant wakes only the one it is for.
 */
final class EtcdHints {

	private static final Duration LONGEST_WATCH = Duration.ofSeconds(30);

	private final EtcdClient client;

	private final String keyPrefix;

	private final Map<Seat, GrantListener> listeners = new ConcurrentHashMap<>();

	private final Map<String, EtcdWatch> watches = new ConcurrentHashMap<>();

	EtcdHints(EtcdClient client, String keyPrefix) {
		this.client = client;
		this.keyPrefix = keyPrefix;
	}

	Subscription listen(String semaphore, String instance, GrantListener listener) {
		Seat seat = new Seat(semaphore, instance);
		this.listeners.put(seat, listener);
		this.watches.computeIfAbsent(instance, (missing) -> {
			EtcdWatch watch = new EtcdWatch(this.client, EtcdKeys.grants(this.keyPrefix, missing),
					(name, note) -> read(name, missing, note), () -> lookAgain(missing), LONGEST_WATCH);
			watch.begin();
			return watch;
		});
		return () -> leave(seat, listener);
	}

	boolean isHere(String semaphore, String instance) {
		return this.listeners.containsKey(new Seat(semaphore, instance));
	}

	void granted(String semaphore, List<StoredClaim> granted) {
		for (StoredClaim claim : granted) {
			GrantListener listener = this.listeners.get(new Seat(semaphore, claim.instance()));
			if (listener != null) {
				listener.granted(claim.id(), claim.token());
			}
		}
	}

	/** Something may have happened to a semaphore. */
	void look(String semaphore) {
		this.listeners.forEach((seat, listener) -> {
			if (seat.semaphore.equals(semaphore)) {
				listener.lookAgain();
			}
		});
	}

	void close() {
		this.watches.values().forEach(EtcdWatch::close);
		this.watches.clear();
	}

	static String write(List<StoredClaim> granted) {
		return granted.stream().map((claim) -> claim.id() + " " + claim.token()).collect(Collectors.joining(" "));
	}

	private void read(String semaphore, String instance, String note) {
		@Nullable GrantListener listener = this.listeners.get(new Seat(semaphore, instance));
		if (listener != null) {
			String[] words = note.split(" ", -1);
			for (int i = 0; i + 1 < words.length; i += 2) {
				listener.granted(Long.parseLong(words[i]), Long.parseLong(words[i + 1]));
			}
		}
	}

	private void lookAgain(String instance) {
		this.listeners.forEach((seat, listener) -> {
			if (seat.instance.equals(instance)) {
				listener.lookAgain();
			}
		});
	}

	private void leave(Seat seat, GrantListener listener) {
		if (this.listeners.remove(seat, listener)) {
			this.watches.computeIfPresent(seat.instance, (instance, watch) -> {
				if (this.listeners.keySet().stream().anyMatch((other) -> other.instance.equals(instance))) {
					return watch;
				}
				watch.close();
				return null;
			});
		}
	}

	private record Seat(String semaphore, String instance) {
	}

}
