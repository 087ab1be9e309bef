package dev.semaphore.spring.web.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

/**
 * Lets Spring Security know in the second dispatch whom it has authenticated in the
 * first. Its own filters see to that, but those of applications often set the
 * authentication of the thread and nothing else, and authenticate once a request.
 */
final class SecurityAcrossDispatch {

	private static final RequestAttributeSecurityContextRepository REPOSITORY = new RequestAttributeSecurityContextRepository();

	private SecurityAcrossDispatch() {
	}

	static void keep(HttpServletRequest request, HttpServletResponse response) {
		SecurityContext context = SecurityContextHolder.getContext();
		if (context.getAuthentication() != null && !REPOSITORY.containsContext(request)) {
			REPOSITORY.saveContext(context, request, response);
		}
	}

}
