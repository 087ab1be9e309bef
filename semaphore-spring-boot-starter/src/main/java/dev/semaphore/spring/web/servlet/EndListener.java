package dev.semaphore.spring.web.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the container how an exchange goes on.
 *
 * @param exchange the exchange
 * @param timeout the time-out to be set when the handler starts to be asynchronous, or
 * null to leave it as it is
 */
record EndListener(LimitedExchange exchange, @Nullable Long timeout) implements AsyncListener {

	@Override
	public void onComplete(AsyncEvent event) {
		this.exchange.end();
	}

	/*
	 * Handlers may answer a time-out or an error, by another dispatch. Who still waits
	 * has no handler yet.
	 */
	@Override
	public void onTimeout(AsyncEvent event) {
		this.exchange.abandon();
	}

	@Override
	public void onError(AsyncEvent event) {
		this.exchange.abandon();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		if (this.timeout != null) {
			event.getAsyncContext().setTimeout(this.timeout);
		}
	}

}
