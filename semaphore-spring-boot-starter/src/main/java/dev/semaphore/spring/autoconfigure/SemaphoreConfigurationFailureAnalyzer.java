package dev.semaphore.spring.autoconfigure;

import dev.semaphore.spring.SemaphoreConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows a start-up mistake as what is wrong and what to do.
 */
final class SemaphoreConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<SemaphoreConfigurationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SemaphoreConfigurationException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
