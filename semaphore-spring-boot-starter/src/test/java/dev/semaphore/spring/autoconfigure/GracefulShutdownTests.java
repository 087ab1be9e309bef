package dev.semaphore.spring.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real server that stops while one request holds the only permit and another waits.
 */
class GracefulShutdownTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void whoWaitsMayStillGetInDuringTheGracefulPhase() throws Exception {
		try (ConfigurableApplicationContext context = start("30s")) {
			Controller controller = context.getBean(Controller.class);
			CompletableFuture<HttpResponse<String>> holding = request(context);
			await().untilAsserted(() -> assertThat(controller.reports.snapshot().held()).isEqualTo(1));
			CompletableFuture<HttpResponse<String>> waiting = request(context);
			await().untilAsserted(() -> assertThat(controller.reports.snapshot().queueLength()).isEqualTo(1));
			CompletableFuture<Void> stop = CompletableFuture.runAsync(context::close);
			context.getBean(GracefulPhase.class).entered.get(60, TimeUnit.SECONDS);
			controller.finish.countDown();
			assertThat(holding.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
			assertThat(waiting.get(60, TimeUnit.SECONDS).body()).isEqualTo("done");
			stop.get(60, TimeUnit.SECONDS);
		}
	}

	@Test
	void whoStillWaitsWhenTheGracefulPhaseIsOverIsRefused() throws Exception {
		try (ConfigurableApplicationContext context = start("200ms")) {
			Controller controller = context.getBean(Controller.class);
			request(context);
			await().untilAsserted(() -> assertThat(controller.reports.snapshot().held()).isEqualTo(1));
			request(context);
			await().untilAsserted(() -> assertThat(controller.reports.snapshot().queueLength()).isEqualTo(1));
			CompletableFuture<Void> stop = CompletableFuture.runAsync(context::close);
			assertThat(controller.refused.get(60, TimeUnit.SECONDS).reason()).isEqualTo(RejectionReason.CLOSED);
			controller.finish.countDown();
			stop.get(60, TimeUnit.SECONDS);
			await().untilAsserted(() -> assertThat(controller.reports.snapshot().held()).isZero());
		}
	}

	private static ConfigurableApplicationContext start(String grace) {
		return new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "server.address=127.0.0.1",
					"spring.lifecycle.timeout-per-shutdown-phase=" + grace, "semaphore.instances.reports.permits=1",
					"spring.main.banner-mode=off")
			.run();
	}

	private CompletableFuture<HttpResponse<String>> request(ConfigurableApplicationContext context) {
		return this.client.sendAsync(HttpRequest.newBuilder(uri(context)).build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext context) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return URI.create("http://127.0.0.1:" + port + "/");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SemaphoreAutoConfiguration.class, LifecycleAutoConfiguration.class,
			TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, WebMvcAutoConfiguration.class })
	@Import({ Controller.class, GracefulPhase.class })
	static class Application {

	}

	@RestController
	static class Controller {

		private final CountingSemaphore reports;

		private final CountDownLatch finish = new CountDownLatch(1);

		private final CompletableFuture<PermitRejectedException> refused = new CompletableFuture<>();

		Controller(CountingSemaphore reports) {
			this.reports = reports;
		}

		@GetMapping("/")
		String work() throws InterruptedException {
			try (Permit permit = this.reports.acquire(1, Duration.ofMinutes(1))) {
				this.finish.await(300, TimeUnit.SECONDS);
				return "done";
			}
			catch (PermitRejectedException ex) {
				this.refused.complete(ex);
				throw ex;
			}
		}

	}

	static class GracefulPhase implements SmartLifecycle {

		private final CompletableFuture<Void> entered = new CompletableFuture<>();

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.entered.complete(null);
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
		}

	}

}
