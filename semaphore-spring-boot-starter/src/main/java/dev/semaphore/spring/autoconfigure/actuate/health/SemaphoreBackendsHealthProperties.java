package dev.semaphore.spring.autoconfigure.actuate.health;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the backends of semaphores are asked after.
 *
 * @param enabled Whether the health of the application depends on the shared backends of
 * its semaphores.
 */
@ConfigurationProperties("management.health.semaphore-backends")
public record SemaphoreBackendsHealthProperties(@DefaultValue("false") boolean enabled) {

}
