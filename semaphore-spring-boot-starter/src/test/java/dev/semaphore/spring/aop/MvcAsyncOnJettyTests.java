package dev.semaphore.spring.aop;

import org.junit.jupiter.api.Tag;

/**
 * The asynchronous types of Spring MVC, in a real Jetty.
 */
@Tag("any-jdk")
class MvcAsyncOnJettyTests extends MvcAsyncTests {

	@Override
	Class<?>[] sources() {
		return new Class<?>[] { MvcApplication.class, MvcOnJetty.class };
	}

	/**
	 * Jetty does not tell that a stream broke off, so that it ends with its time-out.
	 */
	@Override
	long timeoutOfBrokenStreams() {
		return 2000;
	}

}
