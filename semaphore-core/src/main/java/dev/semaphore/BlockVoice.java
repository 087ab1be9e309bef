package dev.semaphore;

/**
 * Says outside what was decided in a {@link BlockBook}.
 */
interface BlockVoice {

	/** A claim of this instance that waited has a permit. */
	void granted(long claim, long token);

	/** A unit is to be leased from the store; if it waits, from its queue. */
	void ask(long unit, boolean waits);

	/** A unit goes back to the store. */
	void giveBack(long unit);

}
