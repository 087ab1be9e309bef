package dev.semaphore.spring.aop;

import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is logged in, also where nothing but Spring Security is there to tell.
 *
 * @param security the caller's
 * @param inner the rest of the context
 */
record SecurityCallerContext(SecurityContext security, CallerContext inner) implements CallerContext {

	/*
	 * Not the deferred context: that would be read when the request is over that it is
	 * read from.
	 */
	static CallerContext capture(CallerContext inner) {
		return new SecurityCallerContext(SecurityContextHolder.getContext(), inner);
	}

	@Override
	public void run(Runnable task) {
		SecurityContext before = SecurityContextHolder.getContext();
		SecurityContextHolder.setContext(this.security);
		try {
			this.inner.run(task);
		}
		finally {
			if (before.getAuthentication() != null) {
				SecurityContextHolder.setContext(before);
			}
			else {
				SecurityContextHolder.clearContext();
			}
		}
	}

}
