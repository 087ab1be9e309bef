package dev.semaphore.spring.autoconfigure.store.redis;

import java.time.Duration;

import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.metrics.SemaphoreMetricsAutoConfiguration;
import dev.semaphore.spring.metrics.SemaphoreMeters;
import dev.semaphore.spring.store.redis.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedisSemaphoreAutoConfigurationTests {

	private static RedisServer server;

	private final ApplicationContextRunner withoutRedis = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class,
				RedisSemaphoreAutoConfiguration.class, SemaphoreMetricsAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=2", "semaphore.instances.reports.backend=redis",
				"semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m");

	private final ApplicationContextRunner runner = this.withoutRedis
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class);

	@BeforeAll
	static void start() {
		server = RedisServer.start(RedisServer.VALKEY);
	}

	@AfterAll
	static void stop() throws Exception {
		server.close();
	}

	@Test
	void permitsAreThoseOfAllInstancesAndComeBackWhenOneStops() {
		onServer().run((first) -> {
			CountingSemaphore semaphore = first.getBean(SemaphoreRegistry.class).get("reports");
			assertThat(semaphore).isInstanceOf(SharedSemaphore.class);
			Permit one = semaphore.acquire();
			onServer().run((second) -> {
				CountingSemaphore same = second.getBean(SemaphoreRegistry.class).get("reports");
				assertThat(same.tryAcquire()).isNotNull();
				assertThat(same.tryAcquire()).isNull();
				assertThat(same.snapshot().held()).isEqualTo(2);
			});
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(semaphore.snapshot().held()).isOne());
			assertThat(one.fencingToken()).isPresent();
			one.close();
			MeterRegistry meters = first.getBean(MeterRegistry.class);
			first.getBean(SemaphoreMeters.class).bindTo(meters);
			assertThat(meters.get("semaphore.backend.up").gauge().value()).isOne();
		});
	}

	@Test
	void anApplicationStartsWithoutTheServerAndRefuses() {
		this.runner.withPropertyValues("spring.data.redis.port=1").run((context) -> {
			assertThat(context).hasNotFailed();
			SharedSemaphore semaphore = (SharedSemaphore) context.getBean(SemaphoreRegistry.class).get("reports");
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(semaphore::acquire)
				.withMessageContaining("BACKEND_UNAVAILABLE");
			assertThat(semaphore.backendState()).isEqualTo(BackendState.DOWN);
		});
	}

	@Test
	void withoutAConnectionTheStartStopsAndSaysWhatToAdd() {
		this.withoutRedis.run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("spring-boot-starter-data-redis");
		});
	}

	@ParameterizedTest
	@CsvSource({ "order=lifo, serves in the order fifo", "permits-per-key=1, knows no keys",
			"mode=dry-run, cannot run dry" })
	void whatTheBackendCannotDoStopsTheStart(String property, String problem) {
		onServer().withPropertyValues("semaphore.instances.reports." + property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining(problem)
				.hasMessageContaining("backend to local");
		});
	}

	@Test
	void aPermitThatTooFewReplicasKnowOfIsRefused() {
		onServer().withPropertyValues("semaphore.redis.wait-for-replicas=1", "semaphore.redis.replica-timeout=1ms")
			.run((context) -> {
				SharedSemaphore semaphore = (SharedSemaphore) context.getBean(SemaphoreRegistry.class).get("reports");
				assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(semaphore::acquire)
					.withMessageContaining("BACKEND_UNAVAILABLE");
			});
	}

	@ParameterizedTest
	@CsvSource({ "wait-for-replicas=-1", "replica-timeout=0" })
	void whatReplicasCannotBeAskedForStopsTheStart(String property) {
		onServer().withPropertyValues("semaphore.redis." + property).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("semaphore.redis")
				.hasMessageContaining(property.split("=")[0]);
		});
	}

	@Test
	void aSemaphoreThatIsOffNeedsNoServer() {
		this.withoutRedis.withPropertyValues("semaphore.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(SemaphoreRegistry.class).get("reports").acquire(1, Duration.ZERO)).isNotNull();
		});
	}

	private ApplicationContextRunner onServer() {
		return this.runner.withPropertyValues("spring.data.redis.host=" + server.host(),
				"spring.data.redis.port=" + server.port());
	}

}
