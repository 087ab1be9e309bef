package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.Reentry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * What one annotation, or code in its place, asks of its semaphore. The semaphore is
 * looked up at each call, so that it can be replaced in the registry.
 */
final class Claim {

	private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

	private final Site site;

	private final RequestTemplate template;

	private final @Nullable Fallback fallback;

	private final Surroundings surroundings;

	private final Runnable beforeWaiting;

	private @Nullable Reentry reentry;

	private @Nullable PolicyWait policyWait;

	/** Not volatile: whoever sees an older one looks again. */
	private @Nullable Found found;

	Claim(Site site, RequestTemplate template, @Nullable Fallback fallback, Surroundings surroundings) {
		this.site = site;
		this.template = template;
		this.fallback = fallback;
		this.surroundings = surroundings;
		TransactionWatch transactions = surroundings.transactions();
		this.beforeWaiting = (transactions != null) ? () -> transactions.waiting(site) : () -> {
		};
	}

	String semaphore() {
		return this.site.semaphore();
	}

	Site site() {
		return this.site;
	}

	RequestTemplate template() {
		return this.template;
	}

	@Nullable Fallback fallback() {
		return this.fallback;
	}

	AcquireRequest request(MethodInvocation invocation) {
		return this.template.request(invocation);
	}

	/**
	 * Whether its work is interrupted when its permit is given back by force.
	 */
	boolean interrupts() {
		return this.surroundings.interrupts().test(semaphore());
	}

	/* A call costs less if it need not look for its semaphore. */
	CountingSemaphore target() {
		SemaphoreRegistry registry = this.surroundings.semaphores();
		long changes = registry.changes();
		Found found = this.found;
		if (found == null || found.changes() != changes || changes <= 0) {
			found = new Found(registry.get(semaphore()), changes);
			this.found = found;
		}
		return found.semaphore();
	}

	/**
	 * Takes permits, waiting for them on this thread.
	 * @param holds what this thread holds, as of {@link ThreadHolds}
	 * @throws PermitRejectedException if the semaphore refuses, the thread is
	 * interrupted, or a nested call would have to wait
	 */
	Permit acquire(AcquireRequest request, List<Object> holds) {
		CountingSemaphore target = target();
		Nesting nesting = Nesting.of(holds, this, target);
		if (nesting == null) {
			return shareable(await(target, request), request);
		}
		this.surroundings.hazards().taking(nesting.innermost(), this);
		Permit shared = nesting.share(reentry(), request);
		if (shared != null) {
			return shared;
		}
		try {
			return shareable(await(target, nesting.limit(reentry(), request)), request);
		}
		catch (PermitRejectedException ex) {
			throw nesting.explain(reentry(), ex);
		}
	}

	/**
	 * Takes permits without holding a thread.
	 * @param holds what the caller's thread holds, as of {@link ThreadHolds}
	 */
	CompletableFuture<Permit> acquireAsync(AcquireRequest request, List<Object> holds) {
		CountingSemaphore target = target();
		Nesting nesting = Nesting.of(holds, this, target);
		if (nesting == null) {
			return shareable(target.acquireAsync(request), request);
		}
		this.surroundings.hazards().taking(nesting.innermost(), this);
		Permit shared = nesting.share(reentry(), request);
		return (shared != null) ? CompletableFuture.completedFuture(shared) : shareable(
				nesting.explain(reentry(), target.acquireAsync(nesting.limit(reentry(), request))), request);
	}

	/**
	 * How long a request waits that is not told how long.
	 */
	Duration maxWait() {
		Duration own = this.template.constant().maxWait();
		if (own != null) {
			return own;
		}
		CountingSemaphore target = target();
		PolicyWait known = this.policyWait;
		if (known == null || known.semaphore() != target) {
			known = new PolicyWait(target, target.snapshot().policy().maxWait());
			this.policyWait = known;
		}
		return known.maxWait();
	}

	private Permit shareable(Permit permit, AcquireRequest request) {
		return (reentry() == Reentry.SHARE) ? SharedPermit.of(permit, request) : permit;
	}

	private CompletableFuture<Permit> shareable(CompletableFuture<Permit> acquired, AcquireRequest request) {
		return (reentry() == Reentry.SHARE) ? SharedPermit.of(acquired, request) : acquired;
	}

	/* Not volatile: whoever reads it too early finds out the same. */
	private Reentry reentry() {
		Reentry reentry = this.reentry;
		if (reentry == null) {
			reentry = this.surroundings.reentry(semaphore());
			this.reentry = reentry;
		}
		return reentry;
	}

	private Permit await(CountingSemaphore target, AcquireRequest request) {
		try {
			return NonBlockingThread.isCurrent() ? NonBlockingThread.take(target, request)
					: target.acquire(request, this.beforeWaiting);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PermitRejectedException(semaphore(), RejectionReason.INTERRUPTED, request.weight(),
					AFTER_INTERRUPT, "(the thread was interrupted)");
		}
	}

	/**
	 * What was found in the registry after so many changes of it.
	 */
	private record Found(CountingSemaphore semaphore, long changes) {

	}

	/**
	 * The max wait of the semaphore that was found last.
	 */
	private record PolicyWait(CountingSemaphore semaphore, Duration maxWait) {

	}

}
