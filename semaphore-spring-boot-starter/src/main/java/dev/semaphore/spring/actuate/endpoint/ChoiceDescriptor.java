package dev.semaphore.spring.actuate.endpoint;

/**
 * What to expect of another number of permits.
 *
 * @param permits the number
 * @param utilisation which share of the permits is held on average, 0 to 1
 * @param waitProbability which share of the requests has to wait, 0 to 1
 * @param meanWaitMillis how long requests wait on average
 * @param waitP95Millis how long 95 of 100 requests wait at the most
 */
public record ChoiceDescriptor(int permits, double utilisation, double waitProbability, double meanWaitMillis,
		double waitP95Millis) {

	static ChoiceDescriptor of(QueueingModel model, int permits) {
		return new ChoiceDescriptor(permits, rounded(model.load() / permits), rounded(model.waitProbability(permits)),
				SpanDescriptor.millis(model.meanWait(permits)),
				SpanDescriptor.millis(model.waitPercentile(permits, 0.95)));
	}

	static double rounded(double value) {
		return Math.round(value * 1000) / 1000.0;
	}

}
