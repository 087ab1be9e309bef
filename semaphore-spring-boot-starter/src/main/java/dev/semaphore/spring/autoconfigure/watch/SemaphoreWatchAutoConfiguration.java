package dev.semaphore.spring.autoconfigure.watch;

import java.time.Duration;

import dev.semaphore.TimeSource;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.watch.HoldWatch;
import dev.semaphore.spring.watch.RefusalLog;
import dev.semaphore.spring.watch.UnsafeReleases;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Watches permits where {@code hold-warning} and {@code unsafe-…} say so, and sums up
 * refusals in the log.
 */
@AutoConfiguration(after = SemaphoreAutoConfiguration.class)
@ConditionalOnBean(SemaphoreProperties.class)
public final class SemaphoreWatchAutoConfiguration {

	/** Depends on no registry, which depends on this. */
	@Bean
	@ConditionalOnMissingBean
	HoldWatch semaphoreHoldWatch(SemaphoreProperties properties, ObjectProvider<TimeSource> timeSource) {
		return new HoldWatch((name) -> properties.instance(name).holdWarning(), time(timeSource));
	}

	@Bean
	@ConditionalOnMissingBean
	UnsafeReleases semaphoreUnsafeReleases(SemaphoreProperties properties, ObjectProvider<TimeSource> timeSource) {
		return new UnsafeReleases((name) -> properties.instance(name).unsafeMaxHold(),
				(name) -> Boolean.TRUE.equals(properties.instance(name).unsafeReleaseLeaked()), time(timeSource));
	}

	@Bean
	@ConditionalOnMissingBean
	RefusalLog semaphoreRefusalLog(SemaphoreProperties properties, ObjectProvider<TimeSource> timeSource) {
		Duration interval = properties.refusalLogInterval();
		return new RefusalLog(interval, time(timeSource));
	}

	private static TimeSource time(ObjectProvider<TimeSource> timeSource) {
		return timeSource.getIfUnique(TimeSource::system);
	}

}
