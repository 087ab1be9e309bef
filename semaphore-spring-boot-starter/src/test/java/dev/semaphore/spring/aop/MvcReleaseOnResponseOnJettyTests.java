package dev.semaphore.spring.aop;

/**
 * Permits that are held until the response is written, in a real Jetty.
 */
class MvcReleaseOnResponseOnJettyTests extends MvcReleaseOnResponseTests {

	@Override
	Class<?>[] sources() {
		return new Class<?>[] { MvcApplication.class, MvcOnJetty.class };
	}

}
