package dev.semaphore.spring.store.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.semaphore.Permit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All grants of one semaphore, in all instances, as those saw it who were let in.
 */
final class GrantRecorder {

	/** Whether several may have a token, one after the other in the same instance. */
	private final boolean inBlocks;

	private final Tenures tenures = new Tenures();

	private final Map<Long, Object> instances = new HashMap<>();

	private final Set<Long> inside = new HashSet<>();

	private long steps;

	private long latestLeft;

	private int peak;

	private boolean grew = true;

	GrantRecorder(boolean inBlocks) {
		this.inBlocks = inBlocks;
	}

	/** What every later token must be larger than, unless permits are in blocks. */
	synchronized long latestLeft() {
		return this.latestLeft;
	}

	synchronized void enter(Object instance, Permit permit, long before) {
		long token = token(permit);
		Object known = this.instances.putIfAbsent(token, instance);
		this.grew &= (known != null) ? this.inBlocks && known == instance : this.inBlocks || token > before;
		this.grew &= this.inside.add(token);
		this.peak = Math.max(this.peak, this.inside.size());
		this.tenures.seen(token, 1, ++this.steps);
	}

	synchronized void leave(Permit permit) {
		long token = token(permit);
		this.inside.remove(token);
		this.latestLeft = Math.max(this.latestLeft, token);
		this.tenures.left(token, ++this.steps);
	}

	/** They grow, and nobody ever had the same as another at that time. */
	synchronized void assertTokensGrew() {
		assertThat(this.grew).as("tokens grow").isTrue();
	}

	synchronized void assertNeverMoreThan(int permits) {
		assertThat(this.peak).as("inside at once").isBetween(1, permits);
		assertThat(this.tenures.most()).as("leased at once").isBetween(1, permits);
	}

	private static long token(Permit permit) {
		return permit.fencingToken().orElseThrow();
	}

}
