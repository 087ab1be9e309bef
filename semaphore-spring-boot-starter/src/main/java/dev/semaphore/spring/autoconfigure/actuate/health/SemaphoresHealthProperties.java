package dev.semaphore.spring.autoconfigure.actuate.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When semaphores are not healthy.
 *
 * @param enabled Whether the health of the application depends on its semaphores.
 * @param refusingFor How long a semaphore may go on refusing until the application is out
 * of service; pauses of less than ten seconds do not end that.
 */
@ConfigurationProperties("management.health.semaphores")
public record SemaphoresHealthProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("1m") Duration refusingFor) {

}
