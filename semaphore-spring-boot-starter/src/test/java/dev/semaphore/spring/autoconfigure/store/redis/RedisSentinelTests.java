package dev.semaphore.spring.autoconfigure.store.redis;

import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.store.HolderProcess;
import dev.semaphore.spring.store.redis.WatchedRedis;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A primary that a sentinel names, and replaces by its replica.
 */
@Tag("any-jdk")
class RedisSentinelTests {

	private static WatchedRedis servers;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
				RedisSemaphoreAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.reports.backend=redis",
				"semaphore.defaults.lease=2m", "semaphore.defaults.backend-timeout=1m",
				"spring.data.redis.sentinel.master=" + WatchedRedis.NAME,
				"spring.data.redis.sentinel.nodes=" + servers.sentinel());

	@BeforeAll
	static void start() throws Exception {
		servers = WatchedRedis.start();
	}

	@AfterAll
	static void stop() {
		if (servers != null) {
			servers.close();
		}
	}

	@Test
	void permitsAreThoseOfTheReplicaOnceItIsPromoted() {
		this.runner
			.run((lettuce) -> this.runner.withPropertyValues("spring.data.redis.client-type=jedis").run((jedis) -> {
				SharedSemaphore a = semaphore(lettuce);
				SharedSemaphore b = semaphore(jedis);
				Permit held = HolderProcess.acquire(a);
				servers.awaitReplicated();
				servers.failOver();
				Awaitility.await().until(() -> b.snapshot().held() == 1);
				assertThat(held.lost()).isFalse();
				assertThat(b.tryAcquire()).isNull();
				held.close();
				try (Permit permit = HolderProcess.acquire(b)) {
					assertThat(permit.fencingToken().orElseThrow()).isGreaterThan(held.fencingToken().orElseThrow());
				}
			}));
	}

	private static SharedSemaphore semaphore(ApplicationContext context) {
		return (SharedSemaphore) context.getBean(SemaphoreRegistry.class).get("reports");
	}

}
