package dev.semaphore.spring.store.etcd;

import java.io.IOException;

/**
 * Etcd refused a call.
 */
final class EtcdException extends IOException {

	private static final int NOT_FOUND = 5;

	private static final int UNAUTHENTICATED = 16;

	private static final String OLD_REVISION = "revision of auth store is old";

	private static final long serialVersionUID = 1L;

	private final int code;

	private final boolean oldRevision;

	EtcdException(String call, int status, int code, String message) {
		super("etcd refused " + call + " with status " + status + ": " + message);
		this.code = code;
		this.oldRevision = message.contains(OLD_REVISION);
	}

	/** As of a lease that has ended. */
	boolean isNotFound() {
		return this.code == NOT_FOUND;
	}

	/** As with a token that has ended, or is older than the last change of a user. */
	boolean isUnauthenticated() {
		return this.code == UNAUTHENTICATED || this.oldRevision;
	}

}
