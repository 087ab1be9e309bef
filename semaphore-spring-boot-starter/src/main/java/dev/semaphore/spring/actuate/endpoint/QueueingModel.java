package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;

/**
 * What waiting to expect with so many permits: the queue M/M/c of A. K. Erlang (1917).
 * Requests come at random and independently, each takes one permit, hold times are
 * exponentially distributed, everybody waits as long as it takes, first come, first
 * served.
 *
 * @param arrivalsPerSecond how many requests come, above 0
 * @param meanHoldSeconds how long each holds its permit on average, above 0
 */
record QueueingModel(double arrivalsPerSecond, double meanHoldSeconds) {

	/** How many permits are held on average, if nobody has to wait: the offered load. */
	double load() {
		return this.arrivalsPerSecond * this.meanHoldSeconds;
	}

	/** Whether the queue does not grow for ever. */
	boolean isStable(int permits) {
		return load() < permits;
	}

	/**
	 * How likely a request has to wait, by Erlang's C. From his B, which is computed
	 * without the factorials of the textbooks.
	 */
	double waitProbability(int permits) {
		if (!isStable(permits)) {
			return 1;
		}
		double load = load();
		double b = 1;
		for (int c = 1; c <= permits; c++) {
			b = load * b / (c + load * b);
		}
		return b / (1 - load / permits * (1 - b));
	}

	/** How long requests wait on average. Only if stable. */
	Duration meanWait(int permits) {
		return seconds(waitProbability(permits) / spare(permits));
	}

	/** How long a share of all requests does not exceed. Only if stable. */
	Duration waitPercentile(int permits, double share) {
		double beyond = waitProbability(permits) / (1 - share);
		return (beyond > 1) ? seconds(Math.log(beyond) / spare(permits)) : Duration.ZERO;
	}

	/**
	 * The smallest number with which a share of all requests waits no longer than that.
	 */
	int enoughFor(double share, Duration wait) {
		int permits = (int) Math.floor(load()) + 1;
		while (waitPercentile(permits, share).compareTo(wait) > 0) {
			permits++;
		}
		return permits;
	}

	/** How many more requests could be served a second than come. */
	private double spare(int permits) {
		return permits / this.meanHoldSeconds - this.arrivalsPerSecond;
	}

	private static Duration seconds(double seconds) {
		return Duration.ofNanos(Math.round(seconds * 1_000_000_000));
	}

}
