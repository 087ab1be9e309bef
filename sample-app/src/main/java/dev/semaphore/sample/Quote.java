package dev.semaphore.sample;

import java.math.BigDecimal;

/**
 * What a share is worth now.
 *
 * @param symbol the share
 * @param price its price
 */
record Quote(String symbol, BigDecimal price) {

}
