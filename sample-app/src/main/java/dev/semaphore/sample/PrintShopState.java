package dev.semaphore.sample;

import java.util.List;
import java.util.Map;

/**
 * The printers at one instant.
 *
 * @param printers who prints on which; empty when it is idle
 * @param waiting who waits, in the order of arrival
 * @param events what happened last, the newest first
 */
record PrintShopState(Map<String, String> printers, List<String> waiting, List<String> events) {

}
