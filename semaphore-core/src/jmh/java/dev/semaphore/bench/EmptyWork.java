package dev.semaphore.bench;

import org.openjdk.jmh.annotations.CompilerControl;

/**
 * A call that does nothing and is not inlined.
 */
public final class EmptyWork implements Runnable {

	@Override
	@CompilerControl(CompilerControl.Mode.DONT_INLINE)
	public void run() {
	}

}
