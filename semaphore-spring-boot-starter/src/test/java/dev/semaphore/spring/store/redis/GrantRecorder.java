package dev.semaphore.spring.store.redis;

import java.util.HashSet;
import java.util.Set;

import dev.semaphore.Permit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All grants of one semaphore, in all instances, as those saw it who were let in.
 */
final class GrantRecorder {

	private final Set<Long> tokens = new HashSet<>();

	private long latestLeft;

	private int inside;

	private int peak;

	private boolean grew = true;

	/** What every later token must be larger than. */
	synchronized long latestLeft() {
		return this.latestLeft;
	}

	synchronized void enter(Permit permit, long before) {
		long token = permit.fencingToken().orElseThrow();
		this.grew &= this.tokens.add(token) && token > before;
		this.inside++;
		this.peak = Math.max(this.peak, this.inside);
	}

	synchronized void leave(Permit permit) {
		this.inside--;
		this.latestLeft = Math.max(this.latestLeft, permit.fencingToken().orElseThrow());
	}

	synchronized int grants() {
		return this.tokens.size();
	}

	synchronized void assertTokensGrew() {
		assertThat(this.grew).as("tokens grow").isTrue();
	}

	synchronized void assertNeverMoreThan(int permits) {
		assertThat(this.peak).as("inside at once").isBetween(1, permits);
	}

}
