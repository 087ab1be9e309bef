package dev.semaphore.spring.autoconfigure.store.etcd;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.store.etcd.EtcdServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An etcd that shows a certificate of an authority of its own, asks for one of the same,
 * and speaks TLS 1.3 alone.
 */
class EtcdTlsTests {

	private static EtcdServer server;

	@BeforeAll
	static void start() {
		server = EtcdServer.startSecure();
	}

	@AfterAll
	static void stop() throws Exception {
		if (server != null) {
			server.close();
		}
	}

	private final ApplicationContextRunner trusting = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, EtcdSemaphoreAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=2", "semaphore.instances.reports.backend=etcd",
				"semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m", "semaphore.etcd.endpoints=" + server.endpoint(),
				"semaphore.etcd.ssl-bundle=etcd",
				"spring.ssl.bundle.pem.etcd.truststore.certificate=classpath:tls/ca.pem");

	private final ApplicationContextRunner known = this.trusting.withPropertyValues(
			"spring.ssl.bundle.pem.etcd.keystore.certificate=classpath:tls/client.pem",
			"spring.ssl.bundle.pem.etcd.keystore.private-key=classpath:tls/client.key");

	@Test
	void whoeverShowsACertificateIsLetIn() {
		this.known.withPropertyValues("semaphore.etcd.timeout=1m").run((context) -> {
			try (Permit permit = context.getBean(SemaphoreRegistry.class).get("reports").acquire()) {
				assertThat(permit.fencingToken()).isPresent();
			}
		});
	}

	@Test
	void whoeverShowsNoneIsNot() {
		this.trusting.run(EtcdTlsTests::assertRefused);
	}

	@Test
	void theProtocolsOfTheBundleAreThoseThatAreSpoken() {
		this.known.withPropertyValues("spring.ssl.bundle.pem.etcd.options.enabled-protocols=TLSv1.2")
			.run(EtcdTlsTests::assertRefused);
	}

	@Test
	void theCiphersOfTheBundleAreThoseThatAreOffered() {
		this.known
			.withPropertyValues("spring.ssl.bundle.pem.etcd.options.ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
			.run(EtcdTlsTests::assertRefused);
	}

	private static void assertRefused(ApplicationContext context) {
		assertThatExceptionOfType(PermitRejectedException.class)
			.isThrownBy(() -> context.getBean(SemaphoreRegistry.class).get("reports").acquire())
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE));
	}

}
