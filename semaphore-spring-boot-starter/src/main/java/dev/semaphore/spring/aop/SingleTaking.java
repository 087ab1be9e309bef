package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import org.aopalliance.intercept.MethodInvocation;

/**
 * Takes one claim.
 */
final class SingleTaking implements Taking {

	private final Claim claim;

	SingleTaking(Claim claim) {
		this.claim = claim;
	}

	@Override
	public List<Claim> claims() {
		return List.of(this.claim);
	}

	@Override
	public Permit acquire(MethodInvocation invocation, List<Object> holds) {
		return this.claim.acquire(this.claim.request(invocation), holds);
	}

	@Override
	public CompletableFuture<Permit> acquireAsync(MethodInvocation invocation, List<Object> holds) {
		return this.claim.acquireAsync(this.claim.request(invocation), holds);
	}

	@Override
	public void hold(List<Object> holds, Permit permit) {
		ThreadHolds.add(holds, this.claim, permit);
	}

}
