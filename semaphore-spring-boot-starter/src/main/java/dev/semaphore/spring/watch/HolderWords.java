package dev.semaphore.spring.watch;

import java.time.Duration;

import dev.semaphore.PermitHolder;
import org.jspecify.annotations.Nullable;

/**
 * A holder in words, for the log. The key stays out of it: it may be a user's name.
 */
final class HolderWords {

	private HolderWords() {
	}

	static String permit(String semaphore, PermitHolder holder) {
		return "A permit of semaphore '" + semaphore + "' (weight " + holder.weight() + ")";
	}

	static String taken(PermitHolder holder) {
		return "It was taken " + text(holder.heldFor()) + " ago by " + caller(holder.caller()) + "thread '"
				+ holder.threadName() + "' (" + holder.threadId() + ")";
	}

	static String text(Duration duration) {
		return duration.toMillis() / 1000.0 + "s";
	}

	private static String caller(@Nullable String caller) {
		return (caller != null) ? caller + " on " : "";
	}

}
