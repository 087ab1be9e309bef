package dev.semaphore.spring.autoconfigure.actuate.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint shows to whom.
 *
 * @param showValues When to show the values of keys, which may be names of users or
 * tenants.
 * @param roles Roles that may see the values when show-values is when-authorized. If
 * empty, every authenticated user may.
 * @param unsafeRelease Whether permits may be given back by force, by the id of their
 * holder, or of a shared semaphore by the name of their instance, whose work may go on.
 */
@ConfigurationProperties("management.endpoint.semaphores")
public record SemaphoresEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles,
		@DefaultValue("false") boolean unsafeRelease) {

}
