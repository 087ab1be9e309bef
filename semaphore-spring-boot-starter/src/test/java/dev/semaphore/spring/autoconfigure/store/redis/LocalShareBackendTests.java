package dev.semaphore.spring.autoconfigure.store.redis;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.store.redis.RedisServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Semaphores with {@code local-share: true} on a server.
 */
class LocalShareBackendTests {

	private final RedisServer server = RedisServer.shared(RedisServer.VALKEY);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
				RedisSemaphoreAutoConfiguration.class, DataRedisAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.host=" + this.server.host(),
				"spring.data.redis.port=" + this.server.port(), "semaphore.instances.shares.permits=1",
				"semaphore.instances.shares.backend=redis", "semaphore.defaults.max-wait=5m",
				"semaphore.defaults.lease=2m", "semaphore.defaults.backend-timeout=1m",
				"semaphore.instances.shares.local-share=true");

	@Test
	void aPermitThatIsIdleInOneInstanceMovesToTheOther() {
		this.runner.run((first) -> {
			CountingSemaphore here = first.getBean(SemaphoreRegistry.class).get("shares");
			Permit held = here.acquire();
			this.runner.run((second) -> {
				CountingSemaphore there = second.getBean(SemaphoreRegistry.class).get("shares");
				CompletableFuture<Permit> waiting = CompletableFuture
					.supplyAsync(() -> there.acquireUninterruptibly(AcquireRequest.one()));
				assertThat(there.tryAcquire()).isNull();
				assertThat(waiting).isNotDone();
				held.close();
				waiting.join().close();
			});
			here.acquire().close();
		});
	}

	@Test
	void callersCannotBeLetInOtherwiseWhileTheServerIsAway() {
		this.runner.withPropertyValues("semaphore.instances.shares.on-backend-failure=local").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("local share")
				.hasMessageContaining("is local");
		});
	}

}
