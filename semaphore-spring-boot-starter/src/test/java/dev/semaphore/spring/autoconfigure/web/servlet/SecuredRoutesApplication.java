package dev.semaphore.spring.autoconfigure.web.servlet;

import java.io.IOException;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The application behind Spring Security.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecuredRoutesApplication extends ServletRoutesApplication {

	/** As Spring Boot registers it. */
	@Bean
	DelegatingFilterProxyRegistrationBean security() {
		DelegatingFilterProxyRegistrationBean security = new DelegatingFilterProxyRegistrationBean(
				"springSecurityFilterChain");
		security.setOrder(-100);
		security.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		return security;
	}

	@Bean
	SecurityFilterChain chain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.addFilterBefore(new TokenFilter(), AuthorizationFilter.class)
			.build();
	}

	/**
	 * Sets the authentication as so many do: of the thread, and only there.
	 */
	static class TokenFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			String user = request.getParameter("user");
			if (user != null) {
				SecurityContextHolder.getContext()
					.setAuthentication(new TestingAuthenticationToken(user, "secret", "ROLE_USER"));
			}
			chain.doFilter(request, response);
		}

	}

}
