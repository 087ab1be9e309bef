package dev.semaphore.spring.aop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.UnknownSemaphoreException;
import dev.semaphore.spring.NearestName;
import org.jspecify.annotations.Nullable;

/**
 * Checks what annotations ask for against the semaphores there are.
 */
final class ClaimCheck {

	private final Supplier<SemaphoreRegistry> registry;

	/**
	 * The limits as each was first seen: one that somebody lowers later does not make an
	 * annotation wrong.
	 */
	private final Map<String, Integer> limits = new ConcurrentHashMap<>();

	ClaimCheck(Supplier<SemaphoreRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Remembers the limits of all semaphores.
	 */
	void begin() {
		SemaphoreRegistry semaphores = this.registry.get();
		semaphores.names().forEach((name) -> this.limits.putIfAbsent(name, semaphores.get(name).snapshot().permits()));
	}

	/**
	 * Refuses an operation that asks for what there is not.
	 */
	void check(@Nullable PermitsOperation operation) {
		if (operation != null) {
			check(operation.claim(), new AnnotationSite(operation.claim().semaphore(), operation.method()));
		}
	}

	private void check(Claim claim, AnnotationSite site) {
		int permits = limit(claim.semaphore(), site);
		Integer weight = claim.literalWeight();
		if (weight != null && permits > 0 && weight > permits) {
			throw site.mistake("takes " + weight + " permits of a semaphore that has " + permits + ".",
					"Lower the weight, or raise semaphore.instances." + claim.semaphore() + ".permits.");
		}
	}

	private int limit(String name, AnnotationSite site) {
		try {
			// Asking by name, not for the names: users' own beans join late.
			return this.limits.computeIfAbsent(name, (key) -> this.registry.get().get(key).snapshot().permits());
		}
		catch (UnknownSemaphoreException ex) {
			throw site.mistake("names a semaphore that does not exist." + NearestName.question(name, ex.known()),
					"Known are " + ex.known() + ". Correct the name, or configure semaphore.instances." + name
							+ ".permits.");
		}
	}

}
