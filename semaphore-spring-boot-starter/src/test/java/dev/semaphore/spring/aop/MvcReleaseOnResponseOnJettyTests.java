package dev.semaphore.spring.aop;

import org.junit.jupiter.api.Tag;

/**
 * Permits that are held until the response is written, in a real Jetty.
 */
@Tag("any-jdk")
class MvcReleaseOnResponseOnJettyTests extends MvcReleaseOnResponseTests {

	@Override
	Class<?>[] sources() {
		return new Class<?>[] { MvcApplication.class, MvcOnJetty.class };
	}

}
