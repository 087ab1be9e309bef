package dev.semaphore.spring.aop;

import org.jspecify.annotations.Nullable;

/**
 * Code that asks for permits by itself.
 *
 * @param semaphore the name of the semaphore
 * @param caller who asks, if that was said
 */
record CodeSite(String semaphore, @Nullable String caller) implements Site {

	@Override
	public String toString() {
		return "PermitsOperations for \"" + this.semaphore + "\"" + ((this.caller != null) ? " in " + this.caller : "");
	}

}
