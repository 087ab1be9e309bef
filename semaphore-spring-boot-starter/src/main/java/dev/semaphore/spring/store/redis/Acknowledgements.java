package dev.semaphore.spring.store.redis;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Judges whether enough replicas know of a grant, and says in the log when that changes.
 */
final class Acknowledgements {

	private static final Log logger = LogFactory.getLog(Acknowledgements.class);

	private static final String GRANT = "\n" + RedisAnswer.GRANTED;

	private final WaitForReplicas wait;

	private final AtomicBoolean missing = new AtomicBoolean();

	Acknowledgements(WaitForReplicas wait) {
		this.wait = wait;
	}

	int replicas() {
		return this.wait.replicas();
	}

	long timeoutMillis() {
		return this.wait.timeout().toMillis();
	}

	/** Whether an answer has one that replicas are to know of. */
	boolean concern(String answer) {
		return this.wait.isAsked() && answer.contains(GRANT);
	}

	/**
	 * The answer as it counts.
	 * @param answer a grant
	 * @param acknowledged how many replicas know of it
	 * @return the grant, or that it is uncertain
	 */
	String judge(String answer, long acknowledged) {
		boolean enough = acknowledged >= this.wait.replicas();
		if (this.missing.getAndSet(!enough) == enough) {
			if (enough) {
				logger.info("Enough replicas know of grants again");
			}
			else {
				logger.warn("Permits are refused and given back, as too few replicas know of them: " + acknowledged
						+ " within " + timeoutMillis() + " ms, but semaphore.redis.wait-for-replicas is "
						+ this.wait.replicas());
			}
		}
		return enough ? answer : answer.replace(GRANT, "\n" + RedisAnswer.UNCERTAIN);
	}

}
