package dev.semaphore.spring.actuate.endpoint;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The {@link SemaphoresEndpoint} on the web: knows who asks, answers unknown names with
 * 404, and takes the name from the path alone.
 */
@EndpointWebExtension(endpoint = SemaphoresEndpoint.class)
public class SemaphoresEndpointWebExtension {

	private final SemaphoresEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	private final ApplicationEventPublisher events;

	/**
	 * Creates the extension. Changes are told to nobody.
	 * @param delegate the endpoint
	 * @param showValues when to show the values of keys
	 * @param roles who is shown them when {@linkplain Show#WHEN_AUTHORIZED authorized};
	 * if empty, whoever is known
	 */
	public SemaphoresEndpointWebExtension(SemaphoresEndpoint delegate, Show showValues, Set<String> roles) {
		this(delegate, showValues, roles, (event) -> {
		});
	}

	/**
	 * Creates the extension.
	 * @param delegate the endpoint
	 * @param showValues when to show the values of keys
	 * @param roles who is shown them when {@linkplain Show#WHEN_AUTHORIZED authorized};
	 * if empty, whoever is known
	 * @param events is told of each change, as an {@link AuditApplicationEvent}
	 */
	public SemaphoresEndpointWebExtension(SemaphoresEndpoint delegate, Show showValues, Set<String> roles,
			ApplicationEventPublisher events) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
		this.events = events;
	}

	/**
	 * All semaphores, without details.
	 * @param recent whether to say also what happened to each lately, and how long the
	 * caller that waits longest has waited; null or false unless asked for
	 * @return the semaphores
	 */
	@ReadOperation
	public SemaphoresDescriptor semaphores(@Nullable Boolean recent) {
		return Boolean.TRUE.equals(recent) ? this.delegate.recent() : this.delegate.semaphores();
	}

	/**
	 * One semaphore with its details.
	 * @param securityContext who asks
	 * @param name the segments of the path
	 * @return the semaphore, or 404
	 */
	@ReadOperation
	public WebEndpointResponse<SemaphoreDescriptor> semaphore(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) Object name) {
		return found(this.delegate.semaphore(inPath(name), showKeys(securityContext)));
	}

	/**
	 * Changes a semaphore in place.
	 * @param securityContext who asks
	 * @param name the segments of the path
	 * @param permits the new limit, or null
	 * @param state the new state, or null
	 * @param statistics {@code clear}, or null
	 * @param unsafeRelease the id of a holder whose permits are to be given back by
	 * force, or null
	 * @param unsafeEndLease the instance of a shared semaphore whose lease is to be ended
	 * by force, or null
	 * @return the semaphore after the change, or 404; 503 if its backend did not say
	 * whether it was made
	 */
	@WriteOperation
	public WebEndpointResponse<?> change(SecurityContext securityContext,
			@Selector(match = Match.ALL_REMAINING) Object name, @Nullable String permits, @Nullable String state,
			@Nullable String statistics, @Nullable String unsafeRelease, @Nullable String unsafeEndLease) {
		String semaphore = inPath(name);
		SemaphoreChange change = SemaphoreChange.of(permits, state, statistics, unsafeRelease, unsafeEndLease);
		try {
			SemaphoreDescriptor changed = this.delegate.change(semaphore, change, showKeys(securityContext));
			if (changed != null) {
				audit(securityContext.getPrincipal(), semaphore, change.data());
			}
			return found(changed);
		}
		catch (UnansweredChangeException ex) {
			Map<String, Object> data = change.data();
			data.put("outcome", "unknown");
			audit(securityContext.getPrincipal(), semaphore, data);
			return new WebEndpointResponse<>(Map.of("message", String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private void audit(@Nullable Principal principal, String semaphore, Map<String, Object> change) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("semaphore", semaphore);
		data.putAll(change);
		String who = (principal != null) ? principal.getName() : "anonymous";
		this.events.publishEvent(new AuditApplicationEvent(who, "SEMAPHORE_CHANGED", data));
	}

	/**
	 * Actuator lets members of the body and query parameters overwrite what the path
	 * says, though rules of access are about paths. Only the rest of a path comes as an
	 * array, so that tells them apart.
	 */
	private static String inPath(Object name) {
		if (name instanceof String[] segments) {
			return String.join("/", segments);
		}
		throw new InvalidEndpointRequestException(
				"The path names the semaphore, but the request does so too: '" + name + "'",
				"leave 'name' out of the body and the query");
	}

	private boolean showKeys(SecurityContext securityContext) {
		return this.showValues.isShown(securityContext, this.roles);
	}

	private static WebEndpointResponse<SemaphoreDescriptor> found(@Nullable SemaphoreDescriptor descriptor) {
		return (descriptor != null) ? new WebEndpointResponse<>(descriptor)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
