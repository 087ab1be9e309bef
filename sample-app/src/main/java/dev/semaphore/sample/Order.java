package dev.semaphore.sample;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What somebody bought.
 *
 * @param id the number of the order, 1 or more
 * @param account who bought
 * @param symbol which share
 * @param quantity how many of them
 * @param price for how much each
 * @param placedOn on which day
 */
record Order(long id, String account, String symbol, int quantity, BigDecimal price, LocalDate placedOn) {

}
