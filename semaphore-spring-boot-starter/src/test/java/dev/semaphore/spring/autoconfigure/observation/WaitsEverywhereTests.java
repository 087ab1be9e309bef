package dev.semaphore.spring.autoconfigure.observation;

import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.PermitsOperations;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.store.jdbc.JdbcSemaphoreAutoConfiguration;
import dev.semaphore.spring.client.PermitsExchangeFilter;
import dev.semaphore.spring.client.PermitsRequestInterceptor;
import dev.semaphore.spring.datasource.LimitedDataSource;
import dev.semaphore.spring.web.Route;
import dev.semaphore.spring.web.Routes;
import dev.semaphore.spring.web.servlet.RouteLimitFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whoever takes the permits, and wherever they are kept: a wait is observed, and nothing
 * else is.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class WaitsEverywhereTests {

	private static final String URL = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class, PermitsAutoConfiguration.class,
				DataSourceAutoConfiguration.class, JdbcSemaphoreAutoConfiguration.class,
				SemaphoreObservationAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.observations)
		.withBean(Reports.class)
		.withPropertyValues("semaphore.defaults.max-wait=5m", "semaphore.defaults.lease=2m",
				"semaphore.defaults.backend-timeout=1m", "semaphore.jdbc.timeout=1m",
				"semaphore.instances.local.permits=1", "semaphore.instances.shared.permits=1",
				"semaphore.instances.shared.backend=jdbc", "spring.datasource.url=" + URL);

	@ParameterizedTest
	@EnumSource
	void aWaitIsObservedWithinThatOfItsCaller(Caller caller) {
		this.runner.run((context) -> {
			for (CountingSemaphore semaphore : semaphores(context)) {
				caller.call(context, semaphore);
				assertThat(this.observations).doesNotHaveAnyObservation();
				Permit held = semaphore.acquire();
				CompletableFuture<Void> call = CompletableFuture
					.runAsync(() -> Observation.createNotStarted("request", this.observations)
						.observe(() -> caller.call(context, semaphore)));
				awaitWait();
				held.close();
				call.get(1, TimeUnit.MINUTES);
				assertThat(this.observations).hasObservationWithNameEqualTo("semaphore.acquire")
					.that()
					.hasLowCardinalityKeyValue("name", semaphore.name())
					.hasLowCardinalityKeyValue("outcome", "acquired")
					.hasParentObservationContextMatching((parent) -> "request".equals(parent.getName()))
					.hasBeenStopped();
				this.observations.clear();
			}
		});
	}

	@Test
	void aThreadThatWaitsForASharedPermitWithinATransactionIsWarnedAbout(CapturedOutput output) {
		this.runner.run((context) -> {
			CountingSemaphore semaphore = context.getBean(SemaphoreRegistry.class).get("shared");
			TransactionTemplate transaction = new TransactionTemplate(
					new DataSourceTransactionManager(new DriverManagerDataSource(URL, "sa", "")));
			Permit held = semaphore.acquire();
			CompletableFuture<Void> call = CompletableFuture
				.runAsync(() -> transaction.executeWithoutResult((status) -> context.getBean(Reports.class).shared()));
			awaitWait();
			held.close();
			call.get(1, TimeUnit.MINUTES);
			assertThat(output).contains(".shared() waits for a permit within the transaction ");
		});
	}

	@Test
	void aNestedAsynchronousCallThatWouldWaitForASharedPermitIsReentrant() {
		this.runner.run((context) -> {
			Reports reports = context.getBean(Reports.class);
			PermitRejectedException refusal = (PermitRejectedException) reports.nested(reports)
				.get(1, TimeUnit.MINUTES);
			assertThat(refusal.reason()).isEqualTo(RejectionReason.REENTRANT);
			await().untilAsserted(
					() -> assertThat(context.getBean(SemaphoreRegistry.class).get("shared").snapshot().held())
						.isZero());
		});
	}

	private void awaitWait() {
		await().untilAsserted(() -> assertThat(this.observations).hasObservationWithNameEqualTo("semaphore.acquire")
			.that()
			.hasBeenStarted());
	}

	private static List<CountingSemaphore> semaphores(ApplicationContext context) {
		SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
		return List.of(registry.get("local"), registry.get("shared"));
	}

	enum Caller {

		CODE {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) throws Exception {
				semaphore.acquire().close();
			}
		},

		FUTURE {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) throws Exception {
				semaphore.acquireAsync(1, Duration.ofMinutes(5)).get(1, TimeUnit.MINUTES).close();
			}
		},

		OPERATIONS {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) {
				context.getBean(PermitsOperations.class).run(semaphore.name(), () -> {
				});
			}
		},

		ANNOTATION {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) {
				Reports reports = context.getBean(Reports.class);
				Runnable method = semaphore.name().equals("shared") ? reports::shared : reports::local;
				method.run();
			}
		},

		DATA_SOURCE {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) throws Exception {
				try (Connection connection = new LimitedDataSource(new DriverManagerDataSource(URL, "sa", ""),
						semaphore)
					.getConnection()) {
					assertThat(connection.isValid(1)).isTrue();
				}
			}
		},

		REST_CLIENT {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) throws Exception {
				PermitsRequestInterceptor.of(semaphore)
					.intercept(new MockClientHttpRequest(), new byte[0],
							(request, body) -> new MockClientHttpResponse(new byte[0], 200))
					.close();
			}
		},

		WEB_CLIENT {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) {
				ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("http://localhost")).build();
				PermitsExchangeFilter.of(semaphore)
					.filter(request, (sent) -> Mono.just(ClientResponse.create(HttpStatus.OK).build()))
					.flatMap(ClientResponse::releaseBody)
					.block(Duration.ofMinutes(1));
			}
		},

		ROUTE {
			@Override
			void take(ApplicationContext context, CountingSemaphore semaphore) throws Exception {
				Route route = new Route(PathPatternParser.defaultInstance.parse("/**"), Set.of(), List.of(),
						() -> semaphore, AcquireRequest.one(), null);
				Routes routes = new Routes(List.of(route));
				new RouteLimitFilter(() -> routes, () -> false).doFilter(new MockHttpServletRequest("GET", "/reports"),
						new MockHttpServletResponse(), new MockFilterChain());
			}
		};

		abstract void take(ApplicationContext context, CountingSemaphore semaphore) throws Exception;

		void call(ApplicationContext context, CountingSemaphore semaphore) {
			try {
				take(context, semaphore);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static class Reports {

		@Permits("local")
		public void local() {
		}

		@Permits("shared")
		public void shared() {
		}

		@Permits("shared")
		public CompletableFuture<String> started() {
			throw new AssertionError("ran");
		}

		@Permits("shared")
		public CompletableFuture<Throwable> nested(Reports reports) {
			return reports.started()
				.<Throwable>thenApply((result) -> new AssertionError(result))
				.exceptionally((ex) -> ex.getCause());
		}

	}

}
