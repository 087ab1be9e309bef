package dev.semaphore.spring.aop;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * The servlet request that the current thread handles, as far as it tells of its end.
 * What is registered here may run more than once, and on any thread.
 *
 * @param attributes tell when the thread has done with the request
 * @param manager tells of what the thread left to others
 */
record MvcRequest(ServletRequestAttributes attributes, WebAsyncManager manager) {

	private static final String END = RequestEnd.class.getName();

	/** Callbacks of one name would replace one another. */
	private static final AtomicLong callbacks = new AtomicLong();

	static @Nullable MvcRequest current() {
		if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
			return null;
		}
		try {
			HttpServletRequest request = attributes.getRequest();
			return new MvcRequest(attributes, WebAsyncUtils.getAsyncManager(request));
		}
		catch (IllegalStateException ex) {
			// The thread was given a request that is over and that the container took
			// back.
			return null;
		}
	}

	/**
	 * The end of the request, or null if it is over, as it may be on a thread that was
	 * given the request by another one.
	 */
	@Nullable RequestEnd end() {
		if (isOver()) {
			return null;
		}
		HttpServletRequest request = this.attributes.getRequest();
		if (request.getAttribute(END) instanceof RequestEnd known && !known.isOver()) {
			return known;
		}
		RequestEnd end = new RequestEnd();
		request.setAttribute(END, end);
		onEnd(end::run);
		return end;
	}

	private boolean isOver() {
		AsyncWebRequest async = this.manager.getAsyncWebRequest();
		if (async != null && async.isAsyncComplete()) {
			return true;
		}
		try {
			this.attributes.getAttribute(END, RequestAttributes.SCOPE_REQUEST);
			return false;
		}
		catch (IllegalStateException ex) {
			// The thread that handled it is done; what it left to others may go on.
			return async == null || !async.isAsyncStarted();
		}
	}

	/**
	 * Runs something when the request is over, whoever ended it and however: when its
	 * asynchronous part is over, or when there is none.
	 */
	void onEnd(Runnable action) {
		onCompletion(action);
		this.attributes.registerDestructionCallback("semaphore." + callbacks.incrementAndGet(), () -> {
			if (this.manager.isConcurrentHandlingStarted()) {
				// If this was registered by a filter, there was nothing asynchronous yet.
				onCompletion(action);
			}
			else {
				action.run();
			}
		}, RequestAttributes.SCOPE_REQUEST);
	}

	/**
	 * Runs something when the asynchronous part of the request is over, also by time-out
	 * or because the client is gone.
	 */
	void onCompletion(Runnable action) {
		AsyncWebRequest request = this.manager.getAsyncWebRequest();
		if (request != null) {
			request.addCompletionHandler(action);
		}
	}

	/**
	 * Runs something when a deferred result is set, before the response is written.
	 * @param result which one; null for any, such as the one behind an emitter
	 */
	void onResult(@Nullable DeferredResult<?> result, Runnable action) {
		DeferredResultProcessingInterceptor interceptor = new DeferredResultProcessingInterceptor() {

			@Override
			public <T> void postProcess(NativeWebRequest request, DeferredResult<T> processed,
					@Nullable Object concurrentResult) {
				if (result == null || result == processed) {
					action.run();
				}
			}

		};
		this.manager.registerDeferredResultInterceptor(interceptor, interceptor);
	}

	/**
	 * Tells of the task that the request leaves to another thread.
	 */
	void onTask(CallableProcessingInterceptor interceptor) {
		this.manager.registerCallableInterceptor(interceptor, interceptor);
	}

}
