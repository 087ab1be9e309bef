package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;

/**
 * Takes several claims, all or none, in the order of the semaphores' names: two calls
 * that want the same ones cannot wait for each other, in whatever order they are
 * declared.
 */
final class CombinedTaking implements Taking {

	private final List<Claim> claims;

	private final Surroundings surroundings;

	CombinedTaking(List<Claim> claims, Surroundings surroundings) {
		this.claims = claims;
		this.surroundings = surroundings;
		for (int i = 1; i < claims.size(); i++) {
			surroundings.hazards().taking(claims.get(i - 1), claims.get(i));
		}
	}

	@Override
	public List<Claim> claims() {
		return this.claims;
	}

	@Override
	public Permit acquire(MethodInvocation invocation, List<Object> holds) {
		List<AcquireRequest> requests = requests(invocation);
		Deadline deadline = Deadline.of(this.claims, this.surroundings.time().get());
		List<Permit> taken = new ArrayList<>(requests.size());
		CombinedPermit all = new CombinedPermit(taken);
		try {
			for (int i = 0; i < requests.size(); i++) {
				taken.add(this.claims.get(i).acquire(deadline.limit(requests.get(i)), holds));
			}
			return all;
		}
		catch (Throwable ex) {
			all.close();
			throw ex;
		}
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds) {
		return new QueuedClaims(this.claims, requests(invocation),
				Deadline.of(this.claims, this.surroundings.time().get()), holds)
			.start();
	}

	@Override
	public void hold(List<Object> holds, Permit permit) {
		List<Permit> parts = ((CombinedPermit) permit).parts();
		for (int i = 0; i < parts.size(); i++) {
			ThreadHolds.add(holds, this.claims.get(i), parts.get(i));
		}
	}

	/*
	 * All of them before the first is taken: an expression that fails costs nobody a
	 * permit.
	 */
	private List<AcquireRequest> requests(MethodInvocation invocation) {
		return this.claims.stream().map((claim) -> claim.request(invocation)).toList();
	}

}
