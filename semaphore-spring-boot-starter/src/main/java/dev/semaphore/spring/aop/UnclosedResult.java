package dev.semaphore.spring.aop;

import java.lang.ref.Cleaner;

import dev.semaphore.Permit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The permit of a result that has to be closed. If the result becomes garbage unclosed,
 * this gives the permit back and tells of it.
 */
final class UnclosedResult implements Runnable {

	private static final Log logger = LogFactory.getLog(UnclosedResult.class);

	private static final Cleaner CLEANER = Cleaner.create();

	private final Permit permit;

	private final GuardedMethod method;

	private volatile boolean closed;

	private Cleaner.@Nullable Cleanable cleanable;

	private UnclosedResult(Permit permit, GuardedMethod method) {
		this.permit = permit;
		this.method = method;
	}

	static UnclosedResult watch(Object result, Permit permit, GuardedMethod method) {
		UnclosedResult unclosed = new UnclosedResult(permit, method);
		unclosed.cleanable = CLEANER.register(result, unclosed);
		return unclosed;
	}

	/**
	 * Gives the permit back.
	 */
	void closed() {
		this.closed = true;
		if (this.cleanable != null) {
			this.cleanable.clean();
		}
	}

	/** Runs once: because of closing, or because of the garbage collector. */
	@Override
	public void run() {
		this.permit.close();
		if (!this.closed) {
			logger.warn("What " + this.method + " returned was never closed, and held its permit until it was "
					+ "garbage. Close it, best by try-with-resources.");
		}
	}

}
