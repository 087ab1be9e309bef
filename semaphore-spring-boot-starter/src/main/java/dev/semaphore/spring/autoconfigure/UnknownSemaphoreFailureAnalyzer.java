package dev.semaphore.spring.autoconfigure;

import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.NearestName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows that somebody asked for a semaphore that does not exist while the application
 * started.
 */
final class UnknownSemaphoreFailureAnalyzer extends AbstractFailureAnalyzer<UnknownSemaphoreException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnknownSemaphoreException cause) {
		return new FailureAnalysis(cause.getMessage() + "." + NearestName.question(cause.name(), cause.known()),
				"Correct the name where it is used, or configure " + ConfiguredNames.property(cause.name())
						+ ".permits.",
				cause);
	}

}
