package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What one annotation asks of its semaphore. The semaphore is looked up at each call, so
 * that it can be replaced in the registry.
 *
 * @param semaphore its name
 * @param request the request, with everything that does not vary
 * @param weight what varies of it, or null
 * @param fallback who answers when it is refused, or null
 * @param registry has the semaphore
 */
record Claim(String semaphore, AcquireRequest request, @Nullable WeightExpression weight, @Nullable Fallback fallback,
		Supplier<SemaphoreRegistry> registry) {

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	Permit acquire(MethodInvocation invocation) {
		AcquireRequest request = request(invocation);
		try {
			return target().acquire(request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PermitRejectedException(this.semaphore, RejectionReason.INTERRUPTED, request.weight(),
					AFTER_INTERRUPT, "(the thread was interrupted)");
		}
	}

	CompletableFuture<Permit> acquireAsync(MethodInvocation invocation) {
		return target().acquireAsync(request(invocation));
	}

	/**
	 * The weight if it is known before any call, or null.
	 */
	@Nullable Integer literalWeight() {
		return (this.weight == null) ? this.request.weight() : null;
	}

	private AcquireRequest request(MethodInvocation invocation) {
		if (this.weight == null) {
			return this.request;
		}
		int weight = this.weight.evaluate(invocation);
		return (weight != this.request.weight()) ? this.request.withWeight(weight) : this.request;
	}

	private CountingSemaphore target() {
		return this.registry.get().get(this.semaphore);
	}

}
