package dev.semaphore.spring.store.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * How an {@link EtcdPermitStore} reaches its cluster. Immutable.
 *
 * @param endpoints the members of the cluster, with http or https, one or more; if one
 * does not answer the next is asked
 * @param keyPrefix what all keys begin with
 * @param timeout how long to wait for an answer of a member, one millisecond or longer
 * @param credentials who the client is, or null if the cluster does not ask
 * @param ssl what is trusted and shown on https, or null for what the JDK trusts
 */
public record EtcdStoreOptions(List<URI> endpoints, String keyPrefix, Duration timeout,
		@Nullable EtcdCredentials credentials, @Nullable SslBundle ssl) {

	/**
	 * Creates options.
	 */
	public EtcdStoreOptions {
		endpoints = List.copyOf(endpoints);
		if (endpoints.isEmpty()) {
			throw new IllegalArgumentException("endpoints must name one member or more");
		}
		for (URI endpoint : endpoints) {
			if (!List.of("http", "https").contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null
					|| !String.valueOf(endpoint.getPath()).matches("/?")) {
				throw new IllegalArgumentException(
						"endpoints are such as http://localhost:2379, but one is '" + endpoint + "'");
			}
		}
		if (ssl != null && endpoints.stream().anyMatch((endpoint) -> "http".equals(endpoint.getScheme()))) {
			throw new IllegalArgumentException(
					"endpoints must begin with https where an SSL bundle is to be used, but are " + endpoints);
		}
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("timeout must be 1 ms or longer, but is " + timeout);
		}
	}

	/**
	 * Keys that begin with {@code semaphore/}, one second for an answer, no credentials.
	 * @param endpoints the members of the cluster
	 * @return the options
	 */
	public static EtcdStoreOptions of(URI... endpoints) {
		return new EtcdStoreOptions(List.of(endpoints), "semaphore/", Duration.ofSeconds(1), null, null);
	}

}
