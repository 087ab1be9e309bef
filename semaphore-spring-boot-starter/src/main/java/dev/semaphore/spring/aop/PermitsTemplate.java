package dev.semaphore.spring.aop;

import java.util.function.Function;

import dev.semaphore.AcquireRequest;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.TimeSource;
import dev.semaphore.spring.PermitsCall;
import dev.semaphore.spring.PermitsOperations;
import dev.semaphore.spring.Reentry;

/**
 * Does work under permits of a registry's semaphores.
 */
public final class PermitsTemplate implements PermitsOperations {

	private final Surroundings surroundings;

	/**
	 * Creates a template that nobody's annotations share: for tests, and where there are
	 * no annotations. {@link PermitsAdvisor#operations()} has the one that they share.
	 * @param registry has the semaphores
	 * @param reentries what happens to nested work, by the name of the semaphore
	 */
	public PermitsTemplate(SemaphoreRegistry registry, Function<String, Reentry> reentries) {
		this(new Surroundings(() -> registry, reentries, (name) -> false, new HazardGraph(), TimeSource::system, null));
	}

	PermitsTemplate(Surroundings surroundings) {
		this.surroundings = surroundings;
	}

	@Override
	public PermitsCall under(String semaphore, AcquireRequest request) {
		Site site = new CodeSite(semaphore, request.caller());
		Claim claim = new Claim(site, new RequestTemplate(request, null, null, null), null, this.surroundings);
		// Says at once if there is no such semaphore.
		claim.target();
		return new CodeCall(claim);
	}

}
