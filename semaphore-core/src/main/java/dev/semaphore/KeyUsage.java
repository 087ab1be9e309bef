package dev.semaphore;

/**
 * How much of a semaphore one key uses.
 *
 * @param key the key
 * @param held how many permits it holds
 * @param queueLength how many of its requests wait
 * @param acquired how many of its requests got their permits since it was last forgotten
 */
public record KeyUsage(String key, int held, int queueLength, long acquired) {

}
