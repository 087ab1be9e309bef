package dev.semaphore.spring.autoconfigure.web.servlet;

import java.net.InetSocketAddress;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.core.env.Environment;

/**
 * Makes a Jetty in the place of Boot's Tomcat.
 */
public final class JettyServer implements ServletWebServerFactory {

	private final boolean virtualThreads;

	JettyServer(Environment environment) {
		this.virtualThreads = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false);
	}

	@Override
	public WebServer getWebServer(ServletContextInitializer... initializers) {
		ThreadPool threads = this.virtualThreads ? new VirtualThreadPool() : new QueuedThreadPool(8);
		Server server = new Server(threads);
		ServerConnector connector = new ServerConnector(server, 1, 1);
		connector.setHost(new InetSocketAddress("127.0.0.1", 0).getHostString());
		server.addConnector(connector);
		ServletContextHandler context = new ServletContextHandler("/");
		context.addServletContainerInitializer((types, servletContext) -> start(initializers, servletContext));
		server.setHandler(context);
		try {
			server.start();
		}
		catch (Exception ex) {
			throw new WebServerException("Jetty does not start", ex);
		}
		return new Started(server);
	}

	private static void start(ServletContextInitializer[] initializers, ServletContext context)
			throws ServletException {
		for (ServletContextInitializer initializer : initializers) {
			initializer.onStartup(context);
		}
	}

	private record Started(Server server) implements WebServer {

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			try {
				this.server.stop();
			}
			catch (Exception ex) {
				throw new WebServerException("Jetty does not stop", ex);
			}
		}

		@Override
		public int getPort() {
			return ((NetworkConnector) this.server.getConnectors()[0]).getLocalPort();
		}

	}

}
