package dev.semaphore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * When an instance that leases permits in blocks looks whether others wait for them.
 */
final class BlockLooks {

	private static final Duration INTERVAL = Duration.ofMillis(100);

	/** How often, if the last look failed or is not answered yet. */
	private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

	private final TimeSource time;

	private final Supplier<CompletionStage<?>> look;

	private final BooleanSupplier needed;

	private final AtomicBoolean looking = new AtomicBoolean();

	private volatile CompletableFuture<?> last = new CompletableFuture<>();

	private volatile long lookedAt;

	BlockLooks(TimeSource time, Supplier<CompletionStage<?>> look, BooleanSupplier needed) {
		this.time = time;
		this.look = look;
		this.needed = needed;
		this.lookedAt = time.nanoTime() - PATIENCE_NANOS;
	}

	void lookNow() {
		this.lookedAt = this.time.nanoTime();
		this.last = this.look.get().toCompletableFuture();
	}

	/** Looks in a while, and again for as long as it is needed. */
	@SuppressWarnings("FutureReturnValueIgnored") // it never fails
	void lookSoon() {
		if (this.looking.compareAndSet(false, true)) {
			this.time.schedule(this::lookAndGoOn, INTERVAL);
		}
	}

	private void lookAndGoOn() {
		this.looking.set(false);
		if (this.needed.getAsBoolean()) {
			lookSoon();
			if (isDue()) {
				lookNow();
			}
		}
	}

	/* Looks must not pile up while the store is away. */
	private boolean isDue() {
		CompletableFuture<?> last = this.last;
		return (last.isDone() && !last.isCompletedExceptionally())
				|| this.time.nanoTime() - this.lookedAt >= PATIENCE_NANOS;
	}

}
