package dev.semaphore.spring.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is configured under {@code semaphore.redis}.
 *
 * @param waitForReplicas How many replicas are to know of a permit before its holder
 * does, 0 or more. If too few do, the permit is refused and given back. Not with a
 * cluster.
 * @param replicaTimeout How long to wait for the replicas, 1ms or longer, and shorter
 * than a quarter of the backend-timeout of each semaphore.
 */
public record RedisProperties(@DefaultValue("0") int waitForReplicas, @DefaultValue("100ms") Duration replicaTimeout) {
}
