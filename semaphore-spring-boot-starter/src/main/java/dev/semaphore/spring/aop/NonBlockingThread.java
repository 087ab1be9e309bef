package dev.semaphore.spring.aop;

import java.time.Duration;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * Takes permits on threads that serve many callers and must not wait for any of them: the
 * event loops of Reactor and Netty.
 */
final class NonBlockingThread {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			NonBlockingThread.class.getClassLoader());

	private NonBlockingThread() {
	}

	static boolean isCurrent() {
		return REACTOR && Schedulers.isInNonBlockingThread();
	}

	/**
	 * Takes what is free, and does not wait.
	 * @throws PermitRejectedException if refused; says why it was at once
	 */
	static Permit take(CountingSemaphore semaphore, AcquireRequest request) throws InterruptedException {
		try {
			return semaphore.acquire(request.withMaxWait(Duration.ZERO));
		}
		catch (PermitRejectedException ex) {
			boolean wouldNotWait = request.maxWait() != null && request.maxWait().isZero();
			throw (ex.reason() == RejectionReason.UNAVAILABLE && !wouldNotWait) ? explain(ex) : ex;
		}
	}

	private static PermitRejectedException explain(PermitRejectedException refusal) {
		PermitRejectedException explained = new PermitRejectedException(refusal.semaphore(), refusal.reason(),
				refusal.weight(), refusal.retryAfter(), "at once, since thread '" + Thread.currentThread().getName()
						+ "' must not block. To wait without a thread, return a Mono, a Flux or a CompletionStage");
		explained.initCause(refusal);
		return explained;
	}

}
