package dev.semaphore.spring.web.servlet;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

import dev.semaphore.spring.web.ExchangePermit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * A request with a limit, from its arrival to its end, through all dispatches.
 */
final class LimitedExchange {

	private static final long NEVER = 0;

	private final ExchangePermit permit;

	/*
	 * Containers use their objects again for other requests. Whoever dispatches must be
	 * done with it before the listener, who is told of the end, lets the container go on;
	 * else it could be another request that is dispatched.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private State state = State.RUNNING;

	private @Nullable CallersContext context;

	LimitedExchange(ExchangePermit permit) {
		this.permit = permit;
	}

	/**
	 * Whether it need not wait, or no longer.
	 */
	boolean isDecided() {
		return this.permit.future().isDone();
	}

	/**
	 * Lets the request wait without a thread.
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	void suspend(HttpServletRequest request, HttpServletResponse response) {
		try {
			AsyncContext async = request.startAsync(request, response);
			long timeout = async.getTimeout();
			// The semaphore's own bound of the wait is the one that holds.
			async.setTimeout(NEVER);
			async.addListener(new EndListener(this, timeout));
			this.context = CallersContext.capture(request, response);
			this.state = State.WAITING;
			this.permit.future().whenComplete((permit, refusal) -> dispatch(async));
		}
		catch (Throwable ex) {
			this.permit.close();
			throw ex;
		}
	}

	private void dispatch(AsyncContext async) {
		this.lock.lock();
		try {
			if (this.state == State.WAITING) {
				this.state = State.DISPATCHED;
				async.dispatch();
			}
		}
		catch (RuntimeException ex) {
			// The container has given the request up and will tell, or has told, so.
			this.permit.close();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Whether this is the dispatch that ends the wait. If so it is no longer.
	 */
	boolean resume() {
		return change(State.DISPATCHED, State.RUNNING);
	}

	/**
	 * Whether nobody is there any more who waits for an answer.
	 */
	boolean hasEnded() {
		return change(State.ENDED, State.ENDED);
	}

	private boolean change(State from, State to) {
		this.lock.lock();
		try {
			boolean matches = this.state == from;
			this.state = matches ? to : this.state;
			return matches;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Leaves the queue, if the request is still there.
	 */
	void abandon() {
		if (change(State.WAITING, State.ENDED)) {
			this.permit.close();
		}
	}

	/**
	 * Hands the request on with its permit, or refuses it.
	 */
	void run(HttpServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		this.permit.await();
		CallersContext context = this.context;
		if (context == null) {
			continueWith(request, response, chain);
		}
		else {
			context.run(() -> continueWith(request, response, chain));
		}
	}

	/**
	 * Hands the request on, and gives the permit back if that was all.
	 */
	void continueWith(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		boolean continues = false;
		try {
			chain.doFilter(request, response);
		}
		finally {
			try {
				if (request.isAsyncStarted()) {
					request.getAsyncContext().addListener(new EndListener(this, null));
					continues = true;
				}
			}
			finally {
				if (!continues) {
					end();
				}
			}
		}
	}

	/**
	 * Gives the permit back. Ending again does nothing.
	 */
	void end() {
		this.lock.lock();
		try {
			this.state = State.ENDED;
		}
		finally {
			this.lock.unlock();
		}
		this.permit.close();
	}

	private enum State {

		WAITING, DISPATCHED, RUNNING, ENDED

	}

}
