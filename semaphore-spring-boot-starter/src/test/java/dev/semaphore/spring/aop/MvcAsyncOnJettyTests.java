package dev.semaphore.spring.aop;

import dev.semaphore.spring.autoconfigure.web.servlet.JettyServer;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The asynchronous types of Spring MVC, in a real Jetty.
 */
class MvcAsyncOnJettyTests extends MvcAsyncTests {

	@Override
	Class<?>[] sources() {
		return new Class<?>[] { MvcApplication.class, OnJetty.class };
	}

	/**
	 * Jetty does not tell that a stream broke off, so that it ends with its time-out.
	 */
	@Override
	long timeoutOfBrokenStreams() {
		return 2000;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(PropertyPlaceholderAutoConfiguration.class)
	@Import(JettyServer.class)
	static class OnJetty {

	}

}
