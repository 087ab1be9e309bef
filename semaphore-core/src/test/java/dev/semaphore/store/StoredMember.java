package dev.semaphore.store;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An instance, as the store in memory knows it.
 */
final class StoredMember {

	final String instance;

	final Map<Long, StoredClaim> claims = new LinkedHashMap<>();

	long expires;

	StoredMember(String instance) {
		this.instance = instance;
	}

	int held() {
		return this.claims.values().stream().filter(StoredClaim::isHeld).mapToInt((claim) -> claim.ask.weight()).sum();
	}

	int waiting() {
		return (int) this.claims.values().stream().filter((claim) -> !claim.isHeld()).count();
	}

}
