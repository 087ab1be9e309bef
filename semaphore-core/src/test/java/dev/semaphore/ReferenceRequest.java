package dev.semaphore;

/**
 * A request to a {@link ReferenceSemaphore}.
 */
final class ReferenceRequest implements Subject.Ticket {

	final AcquireRequest request;

	String standing = "WAITING";

	/** What it asks for, or was granted. */
	int weight;

	private final ReferenceSemaphore semaphore;

	ReferenceRequest(ReferenceSemaphore semaphore, AcquireRequest request) {
		this.semaphore = semaphore;
		this.request = request;
		this.weight = request.weight();
	}

	/** Those without a key share a place of their own. */
	String key() {
		return (this.request.key() != null) ? this.request.key() : "";
	}

	@Override
	public String standing() {
		return this.standing;
	}

	@Override
	public void leave() {
		this.semaphore.leave(this);
	}

	@Override
	public void close() {
		this.semaphore.giveBack(this, false);
	}

	@Override
	public void forget() {
		this.semaphore.giveBack(this, true);
	}

	@Override
	public int weight() {
		return this.weight;
	}

}
