package dev.semaphore.spring.web.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request that goes on after it has waited. To filters that pass over asynchronous
 * dispatches it is none until it has come to the end of their chain: they have not seen
 * it before.
 */
final class ArrivingRequest extends HttpServletRequestWrapper {

	private volatile boolean arriving = true;

	ArrivingRequest(HttpServletRequest request) {
		super(request);
	}

	/**
	 * From now on this is a request as any other, which may be dispatched by its handler.
	 */
	void hasPassed() {
		this.arriving = false;
	}

	@Override
	public DispatcherType getDispatcherType() {
		return this.arriving ? DispatcherType.REQUEST : super.getDispatcherType();
	}

}
