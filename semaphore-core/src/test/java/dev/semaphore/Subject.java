package dev.semaphore;

/**
 * A semaphore as it is compared with another: without time, threads and callbacks.
 */
interface Subject {

	/** Asks without waiting; null when refused. */
	Ticket tryAcquire(int weight);

	/** Asks, and waits if there is nothing free. */
	Ticket enter(AcquireRequest request);

	/** Gives back what was forgotten; false if it is less. */
	boolean release(int permits);

	void resize(int permits);

	void shut(boolean shut);

	/** Permits, available, held, forgotten and waiting, as one text. */
	String numbers();

	/** A request and what became of it. */
	interface Ticket {

		/** WAITING, GRANTED, or why it was refused. */
		String standing();

		/** Gives up waiting, unless it is settled. */
		void leave();

		/** Gives back what it was granted. */
		void close();

		/** Leaves out what it was granted. */
		void forget();

		/** How many permits it was granted, if it was. */
		int weight();

	}

}
