package dev.semaphore.spring.actuate.endpoint;

import java.util.List;

/**
 * How many permits it takes, as far as can be told from the last minutes.
 *
 * @param seconds how long was measured
 * @param arrivalsPerSecond how many requests came, granted or refused
 * @param meanHoldMillis how long permits were held on average
 * @param load how many permits would be held on average if nobody had to wait
 * @param utilisation which share of the permits that is, 0 to 1; above 1 the queue grows
 * until callers are refused
 * @param enough the smallest number of permits with which 99 of 100 requests would not
 * wait for longer than the max wait
 * @param choices what to expect of other numbers; numbers with which the queue would grow
 * for ever are left out
 * @param caveats in which ways what was measured is not what the model assumes; sentences
 */
public record AdviceDescriptor(double seconds, double arrivalsPerSecond, double meanHoldMillis, double load,
		double utilisation, int enough, List<ChoiceDescriptor> choices, List<String> caveats) {

}
