package dev.semaphore.spring.autoconfigure.store.etcd;

import java.util.Objects;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.EtcdProperties;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.autoconfigure.store.ConditionalOnBackend;
import dev.semaphore.spring.store.etcd.EtcdCredentials;
import dev.semaphore.spring.store.etcd.EtcdPermitStore;
import dev.semaphore.spring.store.etcd.EtcdStoreOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Keeps permits in etcd, for semaphores with {@code backend: etcd}. Connects only if
 * there are such.
 */
@AutoConfiguration(before = SemaphoreAutoConfiguration.class,
		afterName = "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration")
@ConditionalOnBackend("etcd")
public final class EtcdSemaphoreAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	EtcdPermitStore etcdPermitStore(SemaphoreProperties properties, ObjectProvider<SslBundles> bundles) {
		return new EtcdPermitStore(options(properties.etcd(), bundles));
	}

	private static EtcdStoreOptions options(EtcdProperties properties, ObjectProvider<SslBundles> bundles) {
		try {
			return new EtcdStoreOptions(properties.endpoints(), properties.keyPrefix(), properties.timeout(),
					credentials(properties), ssl(properties, bundles));
		}
		catch (IllegalArgumentException ex) {
			throw new SemaphoreConfigurationException(
					"The properties of semaphore.etcd do not fit: " + ex.getMessage() + ".", "Change the property.");
		}
	}

	private static @Nullable EtcdCredentials credentials(EtcdProperties properties) {
		String username = properties.username();
		return (username != null) ? new EtcdCredentials(username, Objects.requireNonNullElse(properties.password(), ""))
				: null;
	}

	private static @Nullable SslBundle ssl(EtcdProperties properties, ObjectProvider<SslBundles> bundles) {
		String name = properties.sslBundle();
		return (name != null) ? bundles.getObject().getBundle(name) : null;
	}

}
