package dev.semaphore.spring.actuate.endpoint;

/**
 * How much of a semaphore one key uses.
 *
 * @param key the key, which may be masked
 * @param held how many permits it holds
 * @param queueLength how many of its requests wait
 * @param acquired how many of its requests got their permits since it is remembered
 */
public record KeyDescriptor(String key, int held, int queueLength, long acquired) {

}
