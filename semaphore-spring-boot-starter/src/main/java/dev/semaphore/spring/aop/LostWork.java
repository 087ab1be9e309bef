package dev.semaphore.spring.aop;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.Future;

import dev.semaphore.Permit;

/**
 * Work that goes on after its body has returned, to be cancelled when its permit is given
 * back by force.
 */
final class LostWork {

	private LostWork() {
	}

	/**
	 * Cancels a future once the permit is lost, if it is still there. It often leads to
	 * the permit, which could not be collected if this led to the future.
	 */
	static void cancel(Permit permit, Future<?> work) {
		Reference<Future<?>> reference = new WeakReference<>(work);
		permit.whenLost(() -> {
			Future<?> lost = reference.get();
			if (lost != null) {
				lost.cancel(true);
			}
		});
	}

}
