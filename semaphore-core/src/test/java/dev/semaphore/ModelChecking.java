package dev.semaphore;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * How much the model checker does: a little in every build, a lot with
 * {@code -Dlincheck.deep=true}.
 */
final class ModelChecking {

	static final boolean DEEP = Boolean.getBoolean("lincheck.deep");

	private ModelChecking() {
	}

	/** Checks that an object is linearizable with respect to another. */
	static void check(Class<?> model, Class<?> specification) {
		options().sequentialSpecification(specification).check(model);
	}

	/** Checks only what the model itself validates in the end. */
	static void validate(Class<?> model) {
		options().verifier(EpsilonVerifier.class).check(model);
	}

	/**
	 * Fails unless something holds: in a way that the checker can look into, unlike
	 * assertions of a library.
	 */
	static void require(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException(what);
		}
	}

	private static ModelCheckingOptions options() {
		return new ModelCheckingOptions().threads(DEEP ? 3 : 2)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(DEEP ? 2 : 1)
			.iterations(DEEP ? 200 : 2)
			.invocationsPerIteration(DEEP ? 5000 : 30)
			// what only counts and words refusals has no part in who gets what
			.addGuarantee(ManagedStrategyGuaranteeKt
				.forClasses("dev.semaphore.Refusals", "dev.semaphore.RetryAdvice", "dev.semaphore.Warnings",
						"java.util.concurrent.atomic.LongAdder")
				.allMethods()
				.ignore())
			// used under the lock only
			.addGuarantee(ManagedStrategyGuaranteeKt
				.forClasses("java.util.TreeSet", "java.util.TreeMap", "java.util.HashMap", "java.util.LinkedHashMap",
						"java.util.LinkedHashSet", "java.util.ArrayList")
				.allMethods()
				.treatAsAtomic());
	}

}
