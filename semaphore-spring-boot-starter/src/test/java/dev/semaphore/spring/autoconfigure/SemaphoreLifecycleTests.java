package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SemaphoreState;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

class SemaphoreLifecycleTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.quotes.permits=1");

	@Test
	void whoWaitsWhenTheContextStopsIsRefusedAndWhoHoldsFinishes() {
		this.runner.run((context) -> {
			CountingSemaphore reports = get(context, "reports");
			Permit permit = reports.acquire();
			CompletableFuture<Permit> waiting = reports.acquireAsync(1, Duration.ofMinutes(1));
			context.close();
			assertThat(waiting).failsWithin(Duration.ofMinutes(1))
				.withThrowableThat()
				.havingCause()
				.isInstanceOfSatisfying(PermitRejectedException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.CLOSED));
			assertThat(reports.snapshot().held()).isEqualTo(1);
			permit.close();
			assertThat(reports.snapshot().held()).isZero();
		});
	}

	@Test
	void semaphoresCloseAfterTheGracefulPhaseOfTheWebServerAndBeforeItStops() {
		List<String> events = new ArrayList<>();
		this.runner
			.withBean("graceful", SmartLifecycle.class,
					() -> new Probe(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE, "graceful", events))
			.withBean("server", SmartLifecycle.class,
					() -> new Probe(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE, "server", events))
			.run((context) -> {
				CountingSemaphore reports = get(context, "reports");
				context.getBeansOfType(Probe.class).values().forEach((probe) -> probe.semaphore = reports);
				events.clear();
				context.stop();
				assertThat(events).containsExactly("graceful stops: OPEN", "server stops: CLOSED");
				events.clear();
				context.start();
				assertThat(events).containsExactly("server starts: OPEN", "graceful starts: OPEN");
			});
	}

	@Test
	void semaphoresCloseBeforeExecutorsStop() {
		assertThat(new SemaphoreShutdown(SemaphoreRegistry.create()).getPhase())
			.isGreaterThan(new ThreadPoolTaskExecutor().getPhase());
	}

	@Test
	void restartedContextFindsItsSemaphoresOpen() {
		this.runner.run((context) -> {
			context.stop();
			assertThat(get(context, "reports").snapshot().state()).isEqualTo(SemaphoreState.CLOSED);
			context.start();
			assertThat(get(context, "reports").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
			context.restart();
			assertThat(get(context, "reports").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
		});
	}

	@Test
	void semaphoreThatAnOperatorClosedStaysClosed() {
		this.runner.run((context) -> {
			get(context, "reports").close();
			context.stop();
			context.start();
			assertThat(get(context, "reports").snapshot().state()).isEqualTo(SemaphoreState.CLOSED);
			assertThat(get(context, "quotes").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
		});
	}

	@Test
	void pausedAndResumedContextFindsItsSemaphoresOpen() {
		this.runner.run((context) -> {
			context.pause();
			assertThat(get(context, "reports").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
			context.restart();
			assertThat(get(context, "reports").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
		});
	}

	@Test
	void semaphoresOfUsersCloseAndOpenWithTheContext() {
		this.runner.withBean(CountingSemaphore.class, () -> CountingSemaphore.create("own", SemaphorePolicy.of(1)))
			.run((context) -> {
				context.stop();
				assertThat(get(context, "own").snapshot().state()).isEqualTo(SemaphoreState.CLOSED);
				context.start();
				assertThat(get(context, "own").snapshot().state()).isEqualTo(SemaphoreState.OPEN);
			});
	}

	private static CountingSemaphore get(ConfigurableApplicationContext context, String name) {
		return context.getBean(SemaphoreRegistry.class).get(name);
	}

	static class Probe implements SmartLifecycle {

		private final int phase;

		private final String name;

		private final List<String> events;

		private boolean running;

		CountingSemaphore semaphore = CountingSemaphore.create("none", SemaphorePolicy.of(1));

		Probe(int phase, String name, List<String> events) {
			this.phase = phase;
			this.name = name;
			this.events = events;
		}

		@Override
		public void start() {
			this.running = true;
			this.events.add(this.name + " starts: " + this.semaphore.snapshot().state());
		}

		@Override
		public void stop() {
			this.running = false;
			this.events.add(this.name + " stops: " + this.semaphore.snapshot().state());
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
