package dev.semaphore.store;

/**
 * A claim, as the store in memory knows it.
 */
final class StoredClaim {

	final StoredMember member;

	final Ask ask;

	/** 0 while it waits. */
	long token;

	StoredClaim(StoredMember member, Ask ask) {
		this.member = member;
		this.ask = ask;
	}

	boolean isHeld() {
		return this.token > 0;
	}

}
