package dev.semaphore.spring.aop;

import dev.semaphore.spring.autoconfigure.web.servlet.JettyServer;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link MvcApplication} in a Jetty in the place of its Tomcat.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration(PropertyPlaceholderAutoConfiguration.class)
@Import(JettyServer.class)
class MvcOnJetty {

}
