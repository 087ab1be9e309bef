package dev.semaphore.spring.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is configured under {@code semaphore.etcd}.
 *
 * @param endpoints The members of the cluster, such as https://etcd-1:2379. If one does
 * not answer the next is asked.
 * @param keyPrefix What all keys begin with.
 * @param timeout How long to wait for an answer of a member, 1ms or longer.
 * @param username Who this application is to etcd. Nobody unless said.
 * @param password The user's password.
 * @param sslBundle The SSL bundle with what is trusted and shown on https. What the JDK
 * trusts unless said.
 */
public record EtcdProperties(@DefaultValue("http://localhost:2379") List<URI> endpoints,
		@DefaultValue("semaphore/") String keyPrefix, @DefaultValue("1s") Duration timeout, @Nullable String username,
		@Nullable String password, @Nullable String sslBundle) {

	@Override
	public String toString() {
		return "EtcdProperties[endpoints=" + this.endpoints + ", keyPrefix=" + this.keyPrefix + "]";
	}

}
