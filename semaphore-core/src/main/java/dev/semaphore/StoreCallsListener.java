package dev.semaphore;

import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * Is told what calls to a store bring to light beside their answers.
 */
interface StoreCallsListener {

	/** Nobody. */
	StoreCallsListener NONE = new StoreCallsListener() {

		@Override
		public void onTerms(Terms from, Terms to) {
		}

		@Override
		public void onState(BackendState state, @Nullable Throwable cause) {
		}

		@Override
		public void onLapse() {
		}

		@Override
		public void onRegained() {
		}

	};

	/** The limit, or what is forgotten, has changed. */
	void onTerms(Terms from, Terms to);

	/** The store went away, because of this, or is back. */
	void onState(BackendState state, @Nullable Throwable cause);

	/**
	 * The store has answered after the leases may have ended, which is about to be
	 * forgotten. May be called several times for one lapse.
	 */
	void onLapse();

	/** There are leases again: what was said of earlier ones holds no more. */
	void onRegained();

}
