package dev.semaphore.sample;

import java.math.BigDecimal;

/**
 * How one share has sold.
 *
 * @param symbol which share
 * @param orders how many orders there were
 * @param turnover what they were worth together
 * @param percent which part of everything sold that is
 */
record ReportLine(String symbol, long orders, BigDecimal turnover, BigDecimal percent) {

}
