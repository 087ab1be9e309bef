package dev.semaphore.spring.web;

/**
 * Where the key of a request is read from.
 */
public enum KeySource {

	/**
	 * A header of the request, which the caller chooses.
	 */
	HEADER,

	/**
	 * The name of the authenticated user.
	 */
	PRINCIPAL,

	/**
	 * The address the request came from.
	 */
	REMOTE_ADDRESS,

	/**
	 * A variable of the route's path, which the caller chooses.
	 */
	PATH_VARIABLE;

	/**
	 * Whether it needs a name: that of the header or variable.
	 * @return whether it does
	 */
	public boolean isNamed() {
		return this == HEADER || this == PATH_VARIABLE;
	}

}
