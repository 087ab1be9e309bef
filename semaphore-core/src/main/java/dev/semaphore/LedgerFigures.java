package dev.semaphore;

/**
 * The numbers of a {@link PermitLedger} at one instant.
 */
record LedgerFigures(int permits, int available, int held, int forgotten, int queueLength, boolean closed,
		long oldestWaitNanos, int keysInUse, long acquired, long released) {

}
