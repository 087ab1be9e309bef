package dev.semaphore.spring.autoconfigure.store.etcd;

import java.time.Duration;

import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.store.jdbc.JdbcSemaphoreAutoConfiguration;
import dev.semaphore.spring.store.etcd.EtcdPermitStore;
import dev.semaphore.spring.store.etcd.EtcdServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EtcdSemaphoreAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, EtcdSemaphoreAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=2", "semaphore.instances.reports.backend=etcd");

	@Test
	void permitsAreThoseOfAllInstancesAndComeBackWhenOneStops() {
		ApplicationContextRunner onServer = this.runner.withPropertyValues(
				"semaphore.etcd.endpoints=" + EtcdServer.shared().endpoint(), "semaphore.etcd.timeout=1m",
				"semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m");
		onServer.run((first) -> {
			CountingSemaphore semaphore = first.getBean(SemaphoreRegistry.class).get("reports");
			assertThat(semaphore).isInstanceOf(SharedSemaphore.class);
			Permit one = semaphore.acquire();
			onServer.run((second) -> {
				CountingSemaphore same = second.getBean(SemaphoreRegistry.class).get("reports");
				assertThat(same.tryAcquire()).isNotNull();
				assertThat(same.tryAcquire()).isNull();
			});
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(semaphore.snapshot().held()).isOne());
			assertThat(one.fencingToken()).isPresent();
			one.close();
		});
	}

	@Test
	void anApplicationStartsWithoutTheServerAndRefuses() {
		this.runner.withPropertyValues("semaphore.etcd.endpoints=http://127.0.0.1:1").run((context) -> {
			assertThat(context).hasNotFailed();
			SharedSemaphore semaphore = (SharedSemaphore) context.getBean(SemaphoreRegistry.class).get("reports");
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(semaphore::acquire)
				.withMessageContaining("BACKEND_UNAVAILABLE");
			assertThat(semaphore.backendState()).isEqualTo(BackendState.DOWN);
		});
	}

	@Test
	void propertiesThatDoNotFitStopTheStart() {
		this.runner.withPropertyValues("semaphore.etcd.endpoints=localhost:2379").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(SemaphoreConfigurationException.class)
				.hasMessageContaining("such as http://localhost:2379");
		});
	}

	@Test
	void anUnknownSslBundleStopsTheStart() {
		this.runner.withPropertyValues("semaphore.etcd.ssl-bundle=nowhere").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().isInstanceOf(NoSuchSslBundleException.class);
		});
	}

	@Test
	void noOtherStoreIsMadeThanTheOneThatIsAskedFor() {
		this.runner.withConfiguration(AutoConfigurations.of(JdbcSemaphoreAutoConfiguration.class))
			.withPropertyValues("semaphore.etcd.endpoints=http://127.0.0.1:1", "semaphore.instances.off.permits=2",
					"semaphore.instances.off.backend=jdbc", "semaphore.instances.off.mode=off")
			.run((context) -> assertThat(context).as("without a DataSource").hasNotFailed());
	}

	@Test
	void whoDoesNotAskForItHasNoStore() {
		this.runner.withPropertyValues("semaphore.instances.reports.backend=local")
			.run((context) -> assertThat(context).doesNotHaveBean(EtcdPermitStore.class));
	}

}
