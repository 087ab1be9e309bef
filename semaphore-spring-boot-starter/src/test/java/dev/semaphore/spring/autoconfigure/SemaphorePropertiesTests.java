package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphoreMode;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class SemaphorePropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class));

	@Test
	void unsaidPropertiesAreThoseOfThePolicy() {
		this.runner.withPropertyValues("semaphore.instances.reports.permits=4")
			.run((context) -> assertThat(policy(context, "reports")).isEqualTo(SemaphorePolicy.of(4)));
	}

	@Test
	void everyPropertyIsBound() {
		yaml("""
				semaphore:
				  instances:
				    reports:
				      permits: 4
				      initial-permits: 1
				      max-wait: 250ms
				      max-queue: 7
				      order: lifo
				      max-overtaking: 5ms
				      priority-aging: 1s
				      permits-per-key: 2
				      max-keys: 100
				      mode: dry-run
				      track-holders: false
				      hold-warning: 30s
				      unsafe-max-hold: 10m
				      unsafe-release-leaked: true
				      unsafe-interrupt: true
				      reentry: share
				      rejection-status: 429
				      backend: local
				      lease: 10s
				      backend-timeout: 3s
				      on-backend-failure: local
				      on-lease-lost: interrupt
				      local-share: true
				""").run((context) -> {
			assertThat(policy(context, "reports")).isEqualTo(new SemaphorePolicy(4, 1, Duration.ofMillis(250), 7,
					QueueOrder.LIFO, 2, 100, Duration.ofMillis(5), Duration.ofSeconds(1), SemaphoreMode.DRY_RUN));
			assertThat(context.getBean(SemaphoreProperties.class).instance("reports")).hasNoNullFieldsOrProperties();
			assertThat(holdersOf(context, "reports")).as("a hold warning must know who holds").isEqualTo(1);
		});
	}

	@Test
	void everyPropertyHasADefault() {
		yaml("""
				semaphore:
				  defaults:
				    permits: 4
				    initial-permits: 1
				    max-wait: 250ms
				    max-queue: 7
				    order: priority
				    max-overtaking: 5ms
				    priority-aging: 1s
				    permits-per-key: 2
				    max-keys: 100
				    mode: off
				    track-holders: false
				    hold-warning: 30s
				    unsafe-max-hold: 10m
				    unsafe-release-leaked: true
				    unsafe-interrupt: true
				    reentry: count
				    rejection-status: 429
				    backend: local
				    lease: 10s
				    backend-timeout: 3s
				    on-backend-failure: allow
				    on-lease-lost: report
				    local-share: true
				""").run((context) -> {
			SemaphoreProperties properties = context.getBean(SemaphoreProperties.class);
			assertThat(properties.defaults().mode()).isEqualTo(SemaphoreMode.OFF);
			assertThat(properties.instance("reports")).isEqualTo(properties.defaults()).hasNoNullFieldsOrProperties();
		});
	}

	@Test
	void defaultsAreThereWhereNothingIsSaid() {
		this.runner.run((context) -> {
			SemaphoreProperties properties = context.getBean(SemaphoreProperties.class);
			Binder nothing = new Binder();
			assertThat(properties.web()).isEqualTo(nothing.bindOrCreate("web", WebProperties.class));
			assertThat(properties.defaults()).isEqualTo(nothing.bindOrCreate("defaults", Instance.class));
		});
	}

	@Test
	void defaultsHoldPropertyByProperty() {
		this.runner
			.withPropertyValues("semaphore.defaults.permits=3", "semaphore.defaults.max-wait=0",
					"semaphore.defaults.max-queue=5", "semaphore.instances.reports.max-wait=2s",
					"semaphore.instances.quotes.permits=9")
			.run((context) -> {
				assertThat(policy(context, "reports"))
					.isEqualTo(SemaphorePolicy.of(3).withMaxWait(Duration.ofSeconds(2)).withMaxQueue(5));
				assertThat(policy(context, "quotes"))
					.isEqualTo(SemaphorePolicy.of(9).withMaxWait(Duration.ZERO).withMaxQueue(5));
			});
	}

	@Test
	void holdersAreTrackedUnlessSwitchedOff() {
		this.runner
			.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.quotes.permits=1",
					"semaphore.instances.quotes.track-holders=false")
			.run((context) -> {
				assertThat(holdersOf(context, "reports")).isEqualTo(1);
				assertThat(holdersOf(context, "quotes")).isZero();
			});
	}

	/** Boot 4.0 cannot bind either of them. */
	@Test
	void emptyInstanceHasTheDefaultsFromBoot41On() {
		assumeThat(SpringBootVersion.getVersion()).doesNotStartWith("4.0.");
		yaml("""
				semaphore:
				  defaults:
				    permits: 2
				  instances:
				    reports: {}
				    quotes:
				""").run((context) -> {
			assertThat(policy(context, "reports")).isEqualTo(SemaphorePolicy.of(2));
			assertThat(policy(context, "quotes")).isEqualTo(SemaphorePolicy.of(2));
		});
	}

	@Test
	void namesMayHaveDotsInBrackets() {
		yaml("""
				semaphore:
				  instances:
				    "[reports.pdf]":
				      permits: 2
				""").run((context) -> assertThat(policy(context, "reports.pdf")).isEqualTo(SemaphorePolicy.of(2)));
	}

	@Test
	void namesWithDotsOutsideOfBracketsAreExplained() {
		failure("semaphore.instances.reports.pdf.permits=2").contains(
				"semaphore.instances.reports.pdf.permits (\"semaphore.instances.reports.pdf.permits\" from property source \"test\")",
				"If the name is 'reports.pdf', write semaphore.instances[reports.pdf].permits");
	}

	@Test
	void environmentVariablesOverrideNamesWithDashes() {
		yaml("""
				semaphore:
				  instances:
				    my-reports:
				      permits: 2
				""").withInitializer(variables(Map.of("SEMAPHORE_INSTANCES_MYREPORTS_PERMITS", "8"))).run((context) -> {
			assertThat(context.getBean(SemaphoreRegistry.class).names()).containsExactly("my-reports");
			assertThat(policy(context, "my-reports").permits()).isEqualTo(8);
		});
	}

	@Test
	void environmentVariablesMakeSemaphores() {
		this.runner.withInitializer(variables(Map.of("SEMAPHORE_INSTANCES_REPORTS_PERMITS", "8")))
			.run((context) -> assertThat(policy(context, "reports").permits()).isEqualTo(8));
	}

	@Test
	void unknownEnvironmentVariablesAreTolerated() {
		this.runner
			.withInitializer(variables(Map.of("SEMAPHORE_SERVICE_HOST", "10.0.0.1", "SEMAPHORE_PORT", "tcp://10.0.0.1",
					"SEMAPHORE_INSTANCES_SERVICE_HOST", "10.0.0.2", "SEMAPHORE_INSTANCES_REPORTS_NAME", "x")))
			.run((context) -> assertThat(context.getBean(SemaphoreRegistry.class).names()).isEmpty());
	}

	@Test
	void unknownPropertyOfAnInstanceStopsTheStart() {
		failure("semaphore.instances.reports.permits=2", "semaphore.instances.reports.max-wiat=1s").contains(
				"semaphore.instances.reports.max-wiat", "is not a property that exists", "Did you mean 'max-wait'?",
				"Known here are: backend, backend-timeout, hold-warning, initial-permits");
	}

	@Test
	void unknownPropertyOfTheDefaultsStopsTheStart() {
		failure("semaphore.defaults.maxqueues=2").contains("semaphore.defaults.maxqueues", "Did you mean 'max-queue'?");
	}

	@Test
	void unknownPropertyAtTheTopStopsTheStart() {
		failure("semaphore.instnaces.reports.permits=2").contains("semaphore.instnaces.reports.permits",
				"Did you mean 'instances'?", "Known here are: ");
	}

	@Test
	void allUnknownPropertiesAreNamedAtOnce() {
		failure("semaphore.enable=true", "semaphore.instances.reports.permit=2").contains("semaphore.enable ",
				"semaphore.instances.reports.permit ");
	}

	@Test
	void missingPermitsStopTheStart() {
		failure("semaphore.instances.reports.max-wait=1s").contains("The semaphore 'reports' has no number of permits",
				"Set semaphore.instances.reports.permits");
	}

	@Test
	void mistakesAreNamedWithFileAndLine() {
		yaml("""
				semaphore:
				  instances:
				    reports:
				      permits: -1
				""").run((context) -> assertThat(context).getFailure()
			.isInstanceOf(SemaphoreConfigurationException.class)
			.hasMessage("semaphore.instances.reports.permits (Byte array resource [application.yml] - 4:16) is -1. "
					+ "Set it to 0 or more."));
	}

	@Test
	void negativeValuesStopTheStart() {
		failure("semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-queue=-1")
			.contains("semaphore.instances.reports.max-queue", "is -1");
		failure("semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-wait=-1s")
			.contains("semaphore.instances.reports.max-wait", "is PT-1S");
		failure("semaphore.instances.reports.permits=1", "semaphore.instances.reports.initial-permits=-1")
			.contains("semaphore.instances.reports.initial-permits", "is -1");
		failure("semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-overtaking=-1s")
			.contains("semaphore.instances.reports.max-overtaking", "is PT-1S");
		failure("semaphore.defaults.max-wait=-1s").contains("semaphore.defaults.max-wait", "is PT-1S");
	}

	@Test
	void valuesThatMustNotBeZeroStopTheStart() {
		failure("semaphore.defaults.permits-per-key=0").contains("semaphore.defaults.permits-per-key", "is 0",
				"Set it to 1 or more");
		failure("semaphore.defaults.rejection-status=500").contains("semaphore.defaults.rejection-status", "is 500",
				"Set it to one of [503, 429]");
		failure("semaphore.defaults.max-keys=0").contains("semaphore.defaults.max-keys", "Set it to 1 or more");
		failure("semaphore.defaults.priority-aging=0").contains("semaphore.defaults.priority-aging",
				"Set it to longer than 0");
	}

	@Test
	void moreInitialPermitsThanPermitsStopTheStart() {
		failure("semaphore.instances.reports.permits=1", "semaphore.defaults.initial-permits=2").contains(
				"The semaphore 'reports' cannot begin with more permits than it has",
				"semaphore.defaults.initial-permits", "semaphore.instances.reports.permits");
	}

	@Test
	void anAnswerIsNotAwaitedForLongerThanTheLease() {
		failure("semaphore.instances.reports.permits=1", "semaphore.instances.reports.lease=10s",
				"semaphore.instances.reports.backend=jdbc", "semaphore.defaults.backend-timeout=10s")
			.contains("The semaphore 'reports' would lose its lease", "semaphore.defaults.backend-timeout", "is PT10S");
		failure("semaphore.instances.reports.permits=1", "semaphore.instances.reports.backend=jdbc",
				"semaphore.instances.reports.backend-timeout=30s")
			.contains("semaphore.instances.reports.backend-timeout", "the lease is PT30S");
	}

	@Test
	void valueInPlaceOfThePropertiesStopsTheStartAsBootSays() {
		this.runner.withPropertyValues("semaphore=on")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(BindException.class)
				.hasMessageContaining("Failed to bind properties under 'semaphore'"));
	}

	@Test
	void aSemaphoreWithoutALeaseMindsNoBackendTimeout() {
		this.runner.withPropertyValues("semaphore.defaults.backend-timeout=1m", "semaphore.instances.reports.permits=1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void valuesThatAreNoNumbersStopTheStartAsBootSays() {
		this.runner.withPropertyValues("semaphore.instances.reports.permits=four")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(BindException.class)
				.hasMessageContaining("semaphore.instances.reports.permits"));
	}

	@Test
	void namesOutsideOfThePatternStopTheStart() {
		failure("semaphore.instances.myReports.permits=1").contains("'myReports' cannot be the name of a semaphore",
				"such as 'my-reports'");
		failure("semaphore.instances.my_reports.permits=1").contains("'my_reports' cannot be the name of a semaphore",
				"such as 'my-reports'");
		failure("semaphore.instances.Reports.permits=1").contains("'Reports' cannot be the name of a semaphore",
				"such as 'reports'");
		failure("semaphore.instances[-reports].permits=1").contains("'-reports' cannot be the name");
		failure("semaphore.instances[a b].permits=1").contains("'a b' cannot be the name");
	}

	@Test
	void namesThatAreEqualUnderRelaxedBindingStopTheStart() {
		failure("semaphore.instances.my-reports.permits=1", "semaphore.instances.myreports.permits=2")
			.contains("The semaphores 'my-reports' and 'myreports' are one and the same");
	}

	private AbstractStringAssert<?> failure(String... properties) {
		StringBuilder message = new StringBuilder();
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).getFailure().isInstanceOf(SemaphoreConfigurationException.class);
			message.append(context.getStartupFailure().getMessage());
		});
		return assertThat(message.toString());
	}

	private ApplicationContextRunner yaml(String yaml) {
		return this.runner.withInitializer(new YamlInitializer(yaml));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> variables(
			Map<String, String> variables) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace("systemEnvironment",
					new SystemEnvironmentPropertySource("systemEnvironment", Map.copyOf(variables)));
	}

	private static SemaphorePolicy policy(ConfigurableApplicationContext context, String name) {
		return context.getBean(SemaphoreRegistry.class).get(name).snapshot().policy();
	}

	private static int holdersOf(ConfigurableApplicationContext context, String name) throws InterruptedException {
		CountingSemaphore semaphore = context.getBean(SemaphoreRegistry.class).get(name);
		try (var permit = semaphore.acquire()) {
			return semaphore.holders(10).size();
		}
	}

}
