package dev.semaphore.spring.aop;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.semaphore.Permit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The permit of a result that somebody has to end. If the result becomes garbage before
 * that, nobody ever will: this gives the permit back and tells of it.
 */
final class AbandonedResult implements Runnable {

	private static final Log logger = LogFactory.getLog(AbandonedResult.class);

	private static final Cleaner CLEANER = Cleaner.create();

	private final Permit permit;

	private final String complaint;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile Cleaner.@Nullable Cleanable cleanable;

	private AbandonedResult(Permit permit, String complaint) {
		this.permit = permit;
		this.complaint = complaint;
	}

	/**
	 * A result that is to be closed.
	 */
	static AbandonedResult unclosed(Permit permit, GuardedMethod method) {
		return new AbandonedResult(permit, "What " + method + " returned was never closed, and held its permit until "
				+ "it was garbage. Close it, best by try-with-resources.");
	}

	/**
	 * A result that is to be set, or completed.
	 */
	static AbandonedResult unset(Permit permit, GuardedMethod method) {
		return new AbandonedResult(permit, "What " + method + " returned was never completed, and held its permit "
				+ "until it was garbage. Complete it also when the work fails, or give it a time-out.");
	}

	/**
	 * Begins to watch the result. What this knows must not lead to it.
	 */
	void watch(Object result) {
		if (!this.ended.get()) {
			this.cleanable = CLEANER.register(result, this);
		}
	}

	/**
	 * Gives the permit back, at the first call.
	 */
	void ended() {
		if (this.ended.compareAndSet(false, true)) {
			this.permit.close();
		}
		Cleaner.Cleanable cleanable = this.cleanable;
		if (cleanable != null) {
			cleanable.clean();
		}
	}

	/** Because of the garbage collector, unless it was ended. */
	@Override
	public void run() {
		if (this.ended.compareAndSet(false, true)) {
			this.permit.close();
			logger.warn(this.complaint);
		}
	}

}
