package dev.semaphore.spring.actuate.endpoint;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each change by the web is an audit event.
 */
class SemaphoreChangeAuditTests {

	private final List<AuditEvent> events = new ArrayList<>();

	private final SemaphoreTimes times = new SemaphoreTimes();

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	private final SemaphoresEndpointWebExtension extension = new SemaphoresEndpointWebExtension(
			new SemaphoresEndpoint(this.registry, this.times, (name) -> "local", List::of, Show.NEVER, true),
			Show.NEVER, Set.of(), (event) -> this.events.add(((AuditApplicationEvent) event).getAuditEvent()));

	@BeforeEach
	void register() {
		this.registry.register(CountingSemaphore.create("reports", SemaphorePolicy.of(4)));
		this.registry.register(CountingSemaphore.create("quotes", SemaphorePolicy.of(4),
				SemaphoreOptions.defaults().withTrackHolders(true)));
	}

	@Test
	void aChangeTellsWhoChangedWhat() {
		this.extension.change(of("ada"), new String[] { "reports" }, "8", "closed", null, null, null);
		assertThat(this.events).singleElement().satisfies((event) -> {
			assertThat(event.getPrincipal()).isEqualTo("ada");
			assertThat(event.getType()).isEqualTo("SEMAPHORE_CHANGED");
			assertThat(event.getData()).isEqualTo(Map.of("semaphore", "reports", "permits", "8", "state", "closed"));
		});
	}

	@Test
	void statisticsAreClearedAndPermitsGivenBackByForceByWhomTheRecordNames() throws InterruptedException {
		CountingSemaphore semaphore = this.registry.get("quotes");
		semaphore.acquire(3);
		semaphore.tryAcquire(5);
		long holder = semaphore.holders(1).get(0).id();
		SemaphoreDescriptor changed = (SemaphoreDescriptor) this.extension
			.change(of("ada"), new String[] { "quotes" }, null, null, "clear", Long.toString(holder), null)
			.getBody();
		assertThat(semaphore.snapshot().held()).isZero();
		assertThat(changed.statistics()).satisfies((statistics) -> {
			assertThat(statistics.since()).isNotNull();
			assertThat(statistics.acquired()).isZero();
			assertThat(statistics.rejected().values()).containsOnly(0L);
			assertThat(statistics.holdTime().count()).isZero();
		});
		assertThat(changed.history().held()).isEmpty();
		assertThat(changed.events()).extracting(EventDescriptor::kind)
			.containsExactly("statistics-cleared", "unsafe-release", "rejected");
		semaphore.acquire().close();
		assertThat(this.extension.semaphore(of("ada"), new String[] { "quotes" }).getBody().statistics())
			.extracting(StatisticsDescriptor::acquired, (statistics) -> statistics.holdTime().count())
			.containsExactly(1L, 1L);
		assertThat(this.events).singleElement().satisfies((event) -> {
			assertThat(event.getPrincipal()).isEqualTo("ada");
			assertThat(event.getData())
				.isEqualTo(Map.of("semaphore", "quotes", "statistics", "clear", "unsafeRelease", holder));
		});
	}

	@Test
	void permitsAreNotGivenBackByForceUnlessThatIsAllowedAndTheHolderThere() throws InterruptedException {
		CountingSemaphore semaphore = this.registry.get("quotes");
		semaphore.acquire();
		String holder = Long.toString(semaphore.holders(1).get(0).id());
		SemaphoresEndpoint safe = new SemaphoresEndpoint(this.registry, this.times, (name) -> "local", List::of,
				Show.NEVER);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> safe.change("quotes", "7", null, null, holder, null))
			.withMessageContaining("management.endpoint.semaphores.unsafe-release");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.extension.change(of("ada"), new String[] { "quotes" }, "7", null, null, "0", null));
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(
				() -> this.extension.change(of("ada"), new String[] { "quotes" }, "7", null, "reset", null, null));
		assertThat(semaphore.snapshot()).extracting("permits", "held").containsExactly(4, 1);
		assertThat(this.events).isEmpty();
	}

	@Test
	void whoIsNotKnownIsAnonymous() {
		this.extension.change(SecurityContext.NONE, new String[] { "reports" }, null, "closed", null, null, null);
		assertThat(this.events).singleElement().extracting(AuditEvent::getPrincipal).isEqualTo("anonymous");
	}

	@Test
	void whatChangesNothingIsNoEvent() {
		this.extension.change(of("ada"), new String[] { "unknown" }, "8", null, null, null, null);
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(
				() -> this.extension.change(of("ada"), new String[] { "reports" }, "-1", null, null, null, null));
		this.extension.semaphore(of("ada"), new String[] { "reports" });
		assertThat(this.events).isEmpty();
	}

	private static SecurityContext of(String name) {
		return new SecurityContext() {

			@Override
			public Principal getPrincipal() {
				return () -> name;
			}

			@Override
			public boolean isUserInRole(String role) {
				return false;
			}

		};
	}

}
