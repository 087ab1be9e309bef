package dev.semaphore.spring.aop;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.Reentry;
import org.jspecify.annotations.Nullable;

/**
 * What all claims of an application have in common.
 *
 * @param registry has the semaphores
 * @param reentries the policy for nested calls, by the name of the semaphore
 * @param interrupts whether work is interrupted whose permit is given back by force, by
 * the name of the semaphore
 * @param hazards learns in which orders semaphores are taken
 * @param time measures the deadlines of calls that take several permits
 * @param transactions warns of threads that wait within a transaction, or null
 */
record Surroundings(Supplier<SemaphoreRegistry> registry, Function<String, Reentry> reentries,
		Predicate<String> interrupts, HazardGraph hazards, Supplier<TimeSource> time,
		@Nullable TransactionWatch transactions) {

	SemaphoreRegistry semaphores() {
		return this.registry.get();
	}

	Reentry reentry(String name) {
		return this.reentries.apply(name);
	}

}
