package dev.semaphore.spring.autoconfigure.store.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.store.redis.RedisServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A Redis that shows a certificate of an authority of its own, and asks for one of the
 * same: whatever {@code spring.data.redis.ssl} says holds for permits, too.
 */
@Tag("any-jdk")
class RedisTlsTests {

	private static RedisServer server;

	private final ApplicationContextRunner trusting = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
				RedisSemaphoreAutoConfiguration.class, DataRedisAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.reports.backend=redis",
				"semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m", "spring.data.redis.host=" + server.host(),
				"spring.data.redis.port=" + server.port(), "spring.data.redis.ssl.bundle=redis",
				"spring.ssl.bundle.pem.redis.truststore.certificate=classpath:tls/ca.pem");

	private final ApplicationContextRunner known = this.trusting.withPropertyValues(
			"spring.ssl.bundle.pem.redis.keystore.certificate=classpath:tls/client.pem",
			"spring.ssl.bundle.pem.redis.keystore.private-key=classpath:tls/client.key");

	@BeforeAll
	static void start() {
		server = RedisServer.startSecure();
	}

	@AfterAll
	static void stop() throws Exception {
		if (server != null) {
			server.close();
		}
	}

	@Test
	void whoeverShowsACertificateIsLetInAndToldOfItsTurn() {
		this.known
			.run((lettuce) -> this.known.withPropertyValues("spring.data.redis.client-type=jedis").run((jedis) -> {
				handOver(semaphore(lettuce), semaphore(jedis));
				handOver(semaphore(jedis), semaphore(lettuce));
			}));
	}

	@Test
	void whoeverShowsNoneIsNot() {
		this.trusting.run((context) -> assertThatExceptionOfType(PermitRejectedException.class)
			.isThrownBy(() -> semaphore(context).acquire())
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.BACKEND_UNAVAILABLE)));
	}

	private static void handOver(CountingSemaphore from, CountingSemaphore to) throws Exception {
		Permit held = from.acquire();
		CompletableFuture<Permit> waiting = to.acquireAsync(AcquireRequest.one());
		Awaitility.await().until(() -> from.snapshot().queueLength() == 1);
		held.close();
		try (Permit permit = waiting.get(1, TimeUnit.MINUTES)) {
			assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(held.fencingToken().orElseThrow());
		}
	}

	private static CountingSemaphore semaphore(ApplicationContext context) {
		return context.getBean(SemaphoreRegistry.class).get("reports");
	}

}
