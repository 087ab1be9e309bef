package dev.semaphore.spring.aop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.semaphore.SemaphorePolicy;
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
	 * The policies as each was first seen: one that somebody lowers later does not make
	 * an annotation wrong.
	 */
	private final Map<String, SemaphorePolicy> policies = new ConcurrentHashMap<>();

	ClaimCheck(Supplier<SemaphoreRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Remembers the policies of all semaphores.
	 */
	void begin() {
		SemaphoreRegistry semaphores = this.registry.get();
		semaphores.names().forEach((name) -> this.policies.putIfAbsent(name, semaphores.get(name).snapshot().policy()));
	}

	/**
	 * Refuses an operation that asks for what there is not.
	 */
	void check(@Nullable PermitsOperation operation) {
		if (operation != null) {
			operation.claims()
				.forEach((claim) -> check(claim, new AnnotationSite(claim.semaphore(), operation.method())));
		}
	}

	private void check(Claim claim, AnnotationSite site) {
		SemaphorePolicy policy = policy(claim.semaphore(), site);
		boolean keyed = claim.template().isKeyed();
		if (keyed && policy.permitsPerKey() == Integer.MAX_VALUE) {
			throw site.mistake("names a key, but its semaphore has no limit for a key.", "Set semaphore.instances."
					+ claim.semaphore() + ".permits-per-key, or remove the key from the annotation.");
		}
		Integer weight = claim.template().literalWeight();
		int permits = keyed ? Math.min(policy.permits(), policy.permitsPerKey()) : policy.permits();
		if (weight != null && permits > 0 && weight > permits) {
			throw site.mistake(
					"takes " + weight + " permits of a semaphore that has " + permits + (keyed ? " for a key." : "."),
					"Lower the weight, or raise semaphore.instances." + claim.semaphore() + ".permits"
							+ (keyed ? "-per-key." : "."));
		}
	}

	private SemaphorePolicy policy(String name, AnnotationSite site) {
		try {
			// Asking by name, not for the names: users' own beans join late.
			return this.policies.computeIfAbsent(name, (key) -> this.registry.get().get(key).snapshot().policy());
		}
		catch (UnknownSemaphoreException ex) {
			throw site.mistake("names a semaphore that does not exist." + NearestName.question(name, ex.known()),
					"Known are " + ex.known() + ". Correct the name, or configure semaphore.instances." + name
							+ ".permits.");
		}
	}

}
