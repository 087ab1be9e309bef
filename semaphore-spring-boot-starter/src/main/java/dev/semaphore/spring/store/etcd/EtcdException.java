package dev.semaphore.spring.store.etcd;

import java.io.IOException;

/**
 * Etcd refused a call.
 */
final class EtcdException extends IOException {

	private static final int NOT_FOUND = 5;

	private static final int UNAUTHENTICATED = 16;

	private static final long serialVersionUID = 1L;

	private final int code;

	EtcdException(String call, int status, int code, String message) {
		super("etcd refused " + call + " with status " + status + ": " + message);
		this.code = code;
	}

	/** As of a lease that has ended. */
	boolean isNotFound() {
		return this.code == NOT_FOUND;
	}

	/** As with a token that has ended. */
	boolean isUnauthenticated() {
		return this.code == UNAUTHENTICATED;
	}

}
