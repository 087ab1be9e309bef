package dev.semaphore.cookbook;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

@Component
class Accounts {

	final List<String> paid = new CopyOnWriteArrayList<>();

	private final AtomicLong newest = new AtomicLong();

	// In a database: UPDATE ... WHERE token <= ?
	void pay(String payee, long token) {
		if (this.newest.accumulateAndGet(token, Math::max) > token) {
			throw new IllegalStateException("Whoever pays " + payee + " has lost the permit");
		}
		this.paid.add(payee);
	}

}
