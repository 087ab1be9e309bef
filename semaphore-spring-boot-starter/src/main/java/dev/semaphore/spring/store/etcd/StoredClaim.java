package dev.semaphore.spring.store.etcd;

/**
 * Permits that an instance holds or waits for.
 *
 * @param instance the instance
 * @param id the claim, among those of its instance
 * @param weight how many permits
 * @param exclusive whether it wants all there are
 * @param token its fencing token, 0 while it waits
 */
record StoredClaim(String instance, long id, int weight, boolean exclusive, long token) {

	StoredClaim granted(long token) {
		return new StoredClaim(this.instance, this.id, this.weight, this.exclusive, token);
	}

	boolean isHeld() {
		return this.token > 0;
	}

	Key key() {
		return new Key(this.instance, this.id);
	}

	/**
	 * Names a claim.
	 */
	record Key(String instance, long id) {
	}

}
