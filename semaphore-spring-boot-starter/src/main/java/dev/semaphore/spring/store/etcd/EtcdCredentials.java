package dev.semaphore.spring.store.etcd;

/**
 * Who a client is to etcd. Says nothing of the password when it is printed.
 *
 * @param username the user, not blank
 * @param password the user's password
 */
public record EtcdCredentials(String username, String password) {

	/**
	 * Creates credentials.
	 */
	public EtcdCredentials {
		if (username.isBlank()) {
			throw new IllegalArgumentException("username must not be blank");
		}
	}

	@Override
	public String toString() {
		return "EtcdCredentials[username=" + this.username + "]";
	}

}
