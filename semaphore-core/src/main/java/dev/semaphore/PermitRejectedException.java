package dev.semaphore;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/**
 * A semaphore refused a request. The message names the semaphore, the weight, the reason
 * and the numbers at that moment. Has no stack trace: an overloaded service refuses
 * often, and must do so cheaply.
 */
public class PermitRejectedException extends RejectedExecutionException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String semaphore;

	private final RejectionReason reason;

	private final int weight;

	private final Duration retryAfter;

	/**
	 * Creates the refusal of a request.
	 * @param semaphore the name of the semaphore
	 * @param reason why
	 * @param weight how many permits were asked for
	 * @param retryAfter when trying again may help; longer than zero
	 * @param detail what else the message should say, appended to it; may be empty
	 */
	public PermitRejectedException(String semaphore, RejectionReason reason, int weight, Duration retryAfter,
			String detail) {
		super("Semaphore '" + semaphore + "' refused " + weight + " permit(s): " + reason
				+ (detail.isEmpty() ? "" : " " + detail));
		if (retryAfter.isZero() || retryAfter.isNegative()) {
			throw new IllegalArgumentException("retryAfter must be longer than zero, but is " + retryAfter);
		}
		this.semaphore = Objects.requireNonNull(semaphore, "semaphore");
		this.reason = Objects.requireNonNull(reason, "reason");
		this.weight = weight;
		this.retryAfter = retryAfter;
	}

	/**
	 * The name of the semaphore that refused.
	 * @return the name
	 */
	public String semaphore() {
		return this.semaphore;
	}

	/**
	 * Why it refused.
	 * @return the reason
	 */
	public RejectionReason reason() {
		return this.reason;
	}

	/**
	 * How many permits were asked for.
	 * @return the weight
	 */
	public int weight() {
		return this.weight;
	}

	/**
	 * When trying again may help, estimated from how fast permits come back and how many
	 * wait for them.
	 * @return a duration, longer than zero
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

	@Override
	@SuppressWarnings("UnsynchronizedOverridesSynchronized")
	public Throwable fillInStackTrace() {
		return this;
	}

}
