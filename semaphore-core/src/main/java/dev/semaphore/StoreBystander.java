package dev.semaphore;

import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * Is told what calls to a store bring to light, and passes it on to those concerned.
 */
record StoreBystander(LeaseVoice voice, LeaseBook book, LeaseAudit audit, LeaseKeeper keeper,
		LeaseFailover failover) implements StoreCallsListener {

	@Override
	public void onTerms(Terms from, Terms to) {
		if (from.permits() != to.permits()) {
			this.book.limit(to.permits());
			this.voice.resized(from.permits(), to.permits());
		}
	}

	@Override
	public void onState(BackendState state, @Nullable Throwable cause) {
		if (state == BackendState.DOWN) {
			this.keeper.failing();
		}
		this.failover.rebalance();
		this.voice.backend(state, cause);
	}

	@Override
	public void onLapse() {
		this.audit.loseAll();
	}

	@Override
	public void onRegained() {
		this.audit.askAnew();
	}

}
