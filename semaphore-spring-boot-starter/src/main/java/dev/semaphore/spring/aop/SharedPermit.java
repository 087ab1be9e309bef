package dev.semaphore.spring.aop;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.semaphore.AcquireRequest;
import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

/**
 * One caller's part in a permit that nested calls share. The permit goes back when the
 * last of them has closed its part.
 */
final class SharedPermit implements Permit {

	private final Permit permit;

	private final AcquireRequest request;

	private final AtomicInteger users;

	private final AtomicBoolean closed = new AtomicBoolean();

	private SharedPermit(Permit permit, AcquireRequest request, AtomicInteger users) {
		this.permit = permit;
		this.request = request;
		this.users = users;
	}

	/**
	 * The first part in a permit.
	 */
	static SharedPermit of(Permit permit, AcquireRequest request) {
		return new SharedPermit(permit, request, new AtomicInteger(1));
	}

	/**
	 * The first part in a permit that is still to come. Who completes the future leaves
	 * the queue.
	 */
	static CompletableFuture<Permit> of(CompletableFuture<Permit> acquired, AcquireRequest request) {
		return FollowedFuture.of(acquired, (permit) -> of(permit, request), UnaryOperator.identity());
	}

	/**
	 * One more part in the permit, or null if it does not suffice for the request or has
	 * gone back.
	 */
	@Nullable SharedPermit join(AcquireRequest nested) {
		boolean suffices = this.request.exclusive() || (!nested.exclusive() && nested.weight() <= this.permit.weight()
				&& Objects.equals(nested.key(), this.request.key()));
		if (!suffices || this.users.getAndUpdate((count) -> (count > 0) ? count + 1 : 0) == 0) {
			return null;
		}
		return new SharedPermit(this.permit, this.request, this.users);
	}

	@Override
	public int weight() {
		return this.permit.weight();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true) && this.users.decrementAndGet() == 0) {
			this.permit.close();
		}
	}

	@Override
	public void forget() {
		throw new UnsupportedOperationException("A permit that nested calls share cannot be forgotten");
	}

	@Override
	public boolean lost() {
		return this.permit.lost();
	}

	@Override
	public void whenLost(Runnable action) {
		this.permit.whenLost(action);
	}

	@Override
	public OptionalLong fencingToken() {
		return this.permit.fencingToken();
	}

}
