package dev.semaphore.spring.actuate.endpoint;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semaphore.CountingSemaphore;
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

	private final SemaphoreRegistry registry = SemaphoreRegistry.create();

	private final SemaphoresEndpointWebExtension extension = new SemaphoresEndpointWebExtension(
			new SemaphoresEndpoint(this.registry, new SemaphoreTimes(), (name) -> "local", List::of, Show.NEVER),
			Show.NEVER, Set.of(), (event) -> this.events.add(((AuditApplicationEvent) event).getAuditEvent()));

	@BeforeEach
	void register() {
		this.registry.register(CountingSemaphore.create("reports", SemaphorePolicy.of(4)));
	}

	@Test
	void aChangeTellsWhoChangedWhat() {
		this.extension.change(of("ada"), new String[] { "reports" }, "8", "closed");
		assertThat(this.events).singleElement().satisfies((event) -> {
			assertThat(event.getPrincipal()).isEqualTo("ada");
			assertThat(event.getType()).isEqualTo("SEMAPHORE_CHANGED");
			assertThat(event.getData()).isEqualTo(Map.of("semaphore", "reports", "permits", "8", "state", "closed"));
		});
	}

	@Test
	void whoIsNotKnownIsAnonymous() {
		this.extension.change(SecurityContext.NONE, new String[] { "reports" }, null, "closed");
		assertThat(this.events).singleElement().extracting(AuditEvent::getPrincipal).isEqualTo("anonymous");
	}

	@Test
	void whatChangesNothingIsNoEvent() {
		this.extension.change(of("ada"), new String[] { "unknown" }, "8", null);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.extension.change(of("ada"), new String[] { "reports" }, "-1", null));
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
