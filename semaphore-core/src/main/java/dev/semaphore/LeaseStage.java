package dev.semaphore;

/**
 * Where a {@link LeasedClaim} stands with the store.
 */
enum LeaseStage {

	/** Unknown to everybody. */
	NEW,

	/** The store was asked and has not answered. */
	ASKED,

	/** It waits in the store's queue. */
	WAITING,

	/** It holds permits in the store, as far as is known. */
	HELD,

	/** It holds permits, and the store was asked to count them again. */
	RESTORING,

	/** It waits for this instance's own share, while the store is away. */
	LOCAL,

	/** It holds permits that the store does not count. */
	UNLEASED,

	/** It has nothing any more. */
	ENDED

}
