package dev.semaphore;

import java.util.List;
import java.util.Optional;

/**
 * A semaphore for one thread, written as the contract reads and without regard to cost:
 * what the real one is compared with. Time stands still in it.
 */
final class ReferenceSemaphore implements Subject {

	private final SemaphorePolicy policy;

	private final ReferenceQueue queue;

	private ReferenceRequest writer;

	private int permits;

	private int forgotten;

	private int held;

	private boolean shut;

	ReferenceSemaphore(SemaphorePolicy policy) {
		this.policy = policy;
		this.queue = new ReferenceQueue(policy);
		this.permits = policy.permits();
		this.forgotten = policy.permits() - policy.initialPermits();
	}

	@Override
	public Ticket tryAcquire(int weight) {
		ReferenceRequest request = new ReferenceRequest(this, AcquireRequest.of(weight));
		request.standing = answer(request);
		return request.standing.equals("GRANTED") ? request : null;
	}

	@Override
	public Ticket enter(AcquireRequest asked) {
		ReferenceRequest request = new ReferenceRequest(this, asked);
		request.standing = answer(request);
		if (request.standing.equals("UNAVAILABLE")) {
			request.standing = "WAITING";
			beginWaiting(request);
		}
		return request;
	}

	@Override
	public boolean release(int permits) {
		if (permits > this.forgotten) {
			return false;
		}
		this.forgotten -= permits;
		serve();
		return true;
	}

	@Override
	public void resize(int permits) {
		if (this.writer != null) {
			this.writer.weight += permits - this.permits;
			this.held += permits - this.permits;
		}
		this.permits = permits;
		this.queue.waiting.stream().filter(this::isTooLarge).toList().forEach((one) -> refuse(one, "TOO_LARGE"));
		serve();
	}

	@Override
	public void shut(boolean shut) {
		this.shut = shut;
		if (shut) {
			List.copyOf(this.queue.waiting).forEach((one) -> refuse(one, "CLOSED"));
		}
	}

	@Override
	public String numbers() {
		return this.permits + " permits, " + available() + " available, " + this.held + " held, " + this.forgotten
				+ " forgotten, " + this.queue.waiting.size() + " waiting";
	}

	void leave(ReferenceRequest request) {
		if (request.standing.equals("WAITING")) {
			refuse(request, "TIMED_OUT");
			serve();
		}
	}

	void giveBack(ReferenceRequest request, boolean forget) {
		this.held -= request.weight;
		this.forgotten += forget ? request.weight : 0;
		this.queue.hold(request, -request.weight);
		if (request == this.writer) {
			this.writer = null;
		}
		serve();
	}

	private int available() {
		return this.permits - this.held - this.forgotten;
	}

	private String answer(ReferenceRequest request) {
		if (this.shut) {
			return "CLOSED";
		}
		if (isTooLarge(request)) {
			return "TOO_LARGE";
		}
		if (!this.queue.mayGoFirst(request) || !grant(request)) {
			return "UNAVAILABLE";
		}
		serve();
		return "GRANTED";
	}

	private void beginWaiting(ReferenceRequest request) {
		if (this.queue.waiting.size() >= this.policy.maxQueue()) {
			Optional<ReferenceRequest> yielding = this.queue.yieldsTo(request);
			if (yielding.isEmpty()) {
				request.standing = "QUEUE_FULL";
				return;
			}
			refuse(yielding.get(), "QUEUE_FULL");
		}
		this.queue.begin(request);
		serve();
	}

	private void serve() {
		Optional<ReferenceRequest> next = this.queue.next();
		while (next.isPresent() && grant(next.get())) {
			next.get().standing = "GRANTED";
			this.queue.waiting.remove(next.get());
			next = this.queue.next();
		}
	}

	private boolean grant(ReferenceRequest request) {
		boolean exclusive = request.request.exclusive();
		int weight = exclusive ? this.permits : request.weight;
		if (weight == 0 || weight > available() || !this.queue.fitsItsKey(request)) {
			return false;
		}
		request.weight = weight;
		this.writer = exclusive ? request : this.writer;
		this.held += weight;
		this.queue.hold(request, weight);
		return true;
	}

	private void refuse(ReferenceRequest request, String reason) {
		this.queue.waiting.remove(request);
		request.standing = reason;
	}

	private boolean isTooLarge(ReferenceRequest request) {
		boolean aboveKey = this.queue.hasKeys() && request.request.key() != null
				&& request.weight > this.policy.permitsPerKey();
		return !request.request.exclusive() && ((this.permits > 0 && request.weight > this.permits) || aboveKey);
	}

}
