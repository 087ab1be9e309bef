package dev.semaphore.cookbook;

import java.util.List;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

@Service
class Payouts {

	private final CountingSemaphore payouts;

	private final Accounts accounts;

	Payouts(@Qualifier("payouts") CountingSemaphore payouts, Accounts accounts) {
		this.payouts = payouts;
		this.accounts = accounts;
	}

	void pay(List<String> payees) throws InterruptedException {
		try (Permit permit = this.payouts.acquire()) {
			long token = permit.fencingToken().orElseThrow();
			for (String payee : payees) {
				if (permit.lost()) {
					throw new IllegalStateException("Somebody else may be paying by now");
				}
				this.accounts.pay(payee, token);
			}
		}
	}

}
