package dev.semaphore.spring.aop;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Warns of threads that wait for a permit within a transaction: meanwhile they keep its
 * connection from others, and its locks. Each place and transaction is named once.
 */
final class TransactionWatch {

	/** Names of transactions can be made up at run time. */
	private static final int MOST_WARNINGS = 1000;

	private static final Log logger = LogFactory.getLog(TransactionWatch.class);

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	/**
	 * A watch, or null where there are no transactions.
	 */
	static @Nullable TransactionWatch ifPresent() {
		return ClassUtils.isPresent("org.springframework.transaction.support.TransactionSynchronizationManager",
				TransactionWatch.class.getClassLoader()) ? new TransactionWatch() : null;
	}

	/**
	 * Warns if the current thread, which is about to wait, does so within a transaction.
	 */
	void waiting(Site site) {
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			warn(site);
		}
	}

	private void warn(Site site) {
		String transaction = TransactionSynchronizationManager.getCurrentTransactionName();
		String message = site + " waits for a permit within the transaction "
				+ ((transaction != null) ? transaction : "without a name, see the stack")
				+ ", which keeps its connection meanwhile.";
		if (this.warned.size() < MOST_WARNINGS && this.warned.add(message)) {
			logger.warn(
					message + " Take the permit before the transaction begins: put @Permits on the method that opens "
							+ "it. (semaphore.warn-in-transaction switches this warning off.)",
					new Throwable("The call"));
		}
	}

}
