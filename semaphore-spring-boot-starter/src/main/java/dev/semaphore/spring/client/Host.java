package dev.semaphore.spring.client;

import java.net.URI;
import java.util.Locale;

/**
 * The key of a request that is limited by where it goes.
 */
final class Host {

	private Host() {
	}

	/**
	 * The host of an address, in lower case and with its port if that is said; empty if
	 * it has none.
	 */
	static String of(URI uri) {
		String host = (uri.getHost() != null) ? uri.getHost().toLowerCase(Locale.ROOT) : "";
		return (uri.getPort() >= 0) ? host + ":" + uri.getPort() : host;
	}

}
