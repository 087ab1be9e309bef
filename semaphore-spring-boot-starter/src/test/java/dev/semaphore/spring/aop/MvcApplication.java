package dev.semaphore.spring.aop;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncWebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Controllers behind the semaphore {@code reports}, one for each asynchronous type of
 * Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
		PermitsAutoConfiguration.class })
class MvcApplication implements WebMvcConfigurer {

	private final Work work = new Work();

	@Override
	public void configureAsyncSupport(AsyncSupportConfigurer configurer) {
		configurer.setDefaultTimeout(30_000);
		configurer.setTaskExecutor(new SimpleAsyncTaskExecutor("mvc-") {

			@Override
			public Future<?> submit(Runnable task) {
				return switch (MvcApplication.this.work.executor) {
					case RUNS -> super.submit(task);
					case BEGINS -> {
						Future<?> running = super.submit(task);
						MvcApplication.this.work.awaitBegin();
						yield running;
					}
					case REJECTS -> throw new TaskRejectedException("full");
					case NEVER_RUNS -> new java.util.concurrent.FutureTask<>(task, null);
				};
			}

		});
	}

	@Bean
	SemaphoreRegistry semaphoreRegistry() {
		return PermitsContext.registry();
	}

	@Bean
	Work work() {
		return this.work;
	}

	@Bean
	Service service() {
		return new Service();
	}

	enum Executing {

		RUNS, BEGINS, REJECTS, NEVER_RUNS

	}

	/**
	 * What a test and the controllers tell one another.
	 */
	static class Work {

		final AtomicInteger bodies = new AtomicInteger();

		final AtomicReference<Object> returned = new AtomicReference<>();

		final AtomicReference<Throwable> failure = new AtomicReference<>();

		volatile CountDownLatch end = new CountDownLatch(1);

		volatile CountDownLatch begin = new CountDownLatch(1);

		volatile Executing executor = Executing.RUNS;

		volatile long timeout = 30_000;

		void reset() {
			this.end.countDown();
			this.end = new CountDownLatch(1);
			this.begin = new CountDownLatch(1);
			this.bodies.set(0);
			this.returned.set(null);
			this.failure.set(null);
			this.executor = Executing.RUNS;
			this.timeout = 30_000;
		}

		void awaitBegin() {
			try {
				assertThat(this.begin.await(60, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		String finish() throws Exception {
			this.begin.countDown();
			CountDownLatch end = this.end;
			boolean ended = false;
			while (!ended) {
				try {
					end.await();
					ended = true;
				}
				catch (InterruptedException ex) {
					// A task that runs on.
				}
			}
			if (this.failure.get() instanceof Error error) {
				throw error;
			}
			return "done";
		}

		<T> T start(T returned) {
			this.bodies.incrementAndGet();
			this.returned.set(returned);
			return returned;
		}

	}

	@RestController
	static class Controller {

		private final Work work;

		Controller(Work work) {
			this.work = work;
		}

		@GetMapping("/callable")
		@Permits("reports")
		public Callable<String> callable(HttpServletRequest request) {
			limitTime(request);
			return this.work.start(this.work::finish);
		}

		@GetMapping("/plain")
		@Permits("reports")
		public String plain() throws Exception {
			return this.work.finish();
		}

		@GetMapping("/stage")
		@Permits("reports")
		public CompletableFuture<String> stage() {
			return CompletableFuture.supplyAsync(() -> {
				try {
					return this.work.finish();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, (task) -> new Thread(task, "stage").start());
		}

		/** For what has no time-out of its own. */
		private void limitTime(HttpServletRequest request) {
			AsyncWebRequest async = WebAsyncUtils.getAsyncManager(request).getAsyncWebRequest();
			assertThat(async).isNotNull();
			async.setTimeout(this.work.timeout);
		}

		@GetMapping("/task")
		@Permits("reports")
		public WebAsyncTask<String> task() {
			WebAsyncTask<String> task = new WebAsyncTask<>(this.work.timeout, this.work::finish);
			task.onTimeout(() -> "timed out");
			return this.work.start(task);
		}

		@GetMapping("/deferred")
		@Permits("reports")
		public DeferredResult<String> deferred() {
			return this.work.start(new DeferredResult<>(this.work.timeout));
		}

		@GetMapping("/emitter")
		@Permits("reports")
		public ResponseBodyEmitter emitter() {
			return this.work.start(new ResponseBodyEmitter(this.work.timeout));
		}

		@GetMapping("/sse")
		@Permits("reports")
		public SseEmitter sse() {
			return this.work.start(new SseEmitter(this.work.timeout));
		}

		@GetMapping("/entity-sse")
		@Permits("reports")
		public ResponseEntity<SseEmitter> entityOfSse() {
			return ResponseEntity.ok(this.work.start(new SseEmitter(this.work.timeout)));
		}

		@GetMapping("/streaming")
		@Permits("reports")
		public StreamingResponseBody streaming(HttpServletRequest request) {
			limitTime(request);
			return this.work.start(this::write);
		}

		@GetMapping("/entity-streaming")
		@Permits("reports")
		public ResponseEntity<StreamingResponseBody> entityOfStreaming() {
			return ResponseEntity.status(HttpStatus.ACCEPTED)
				.header("X-Kept", "yes")
				.body(this.work.start(this::write));
		}

		private void write(java.io.OutputStream output) throws IOException {
			try {
				output.write("started\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
				output.flush();
				if (this.work.failure.get() instanceof IOException) {
					byte[] chunk = new byte[100_000];
					while (this.work.end.getCount() > 0) {
						output.write(chunk);
						output.flush();
					}
				}
				this.work.finish();
			}
			catch (IOException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@GetMapping("/mono")
		@Permits("reports")
		public Mono<String> mono() {
			return this.work.start(Mono.fromCallable(this.work::finish))
				.subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic());
		}

		@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		@Permits("reports")
		public Flux<String> flux() {
			return this.work
				.start(Flux.interval(java.time.Duration.ofMillis(5)).onBackpressureDrop().map(String::valueOf));
		}

		@GetMapping("/entity-mono")
		@Permits("reports")
		public ResponseEntity<Mono<String>> entityOfMono() {
			this.work.bodies.incrementAndGet();
			return ResponseEntity.ok(Mono.fromCallable(this.work::finish)
				.subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()));
		}

		@GetMapping("/deferred-until-response")
		@Permits(name = "reports", release = Release.RESPONSE)
		public DeferredResult<String> deferredUntilResponse() {
			return this.work.start(new DeferredResult<>(this.work.timeout));
		}

		@GetMapping("/throws")
		@Permits("reports")
		public String throwing() {
			throw new NoClassDefFoundError("no such class");
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		public String refused(PermitRejectedException ex) {
			return ex.reason().name();
		}

	}

	static class Service {

		@Permits(name = "reports", release = Release.RESPONSE)
		public String untilResponse() {
			return "done";
		}

		@Permits(name = "reports", release = Release.RESPONSE)
		public Mono<String> monoUntilResponse() {
			return Mono.just("done");
		}

		@Permits("reports")
		public Callable<String> callable() {
			return () -> "done ";
		}

		@Permits("reports")
		public SseEmitter emitter() {
			return new SseEmitter();
		}

		@Permits("reports")
		public DeferredResult<String> deferred() {
			return new DeferredResult<>();
		}

	}

	@RestController
	static class Callers {

		private final Work work;

		private final Service service;

		private final SemaphoreRegistry registry;

		Callers(Service service, SemaphoreRegistry registry, Work work) {
			this.work = work;
			this.service = service;
			this.registry = registry;
		}

		private int held() {
			return this.registry.get("reports").snapshot().held();
		}

		@GetMapping("/until-response")
		public String untilResponse() {
			return this.service.untilResponse() + held();
		}

		@GetMapping("/until-response-then-throws")
		public String untilResponseThenThrows() {
			this.service.untilResponse();
			throw new NoClassDefFoundError("no such class");
		}

		@GetMapping("/until-mono-response")
		public String untilMonoResponse() {
			return this.service.monoUntilResponse().block() + held();
		}

		@GetMapping("/unused")
		public String unused() {
			this.service.callable();
			this.service.emitter();
			return "held " + held();
		}

		@GetMapping("/deferred-then-throws")
		public String deferredThenThrows() {
			this.work.start(this.service.deferred());
			throw new IllegalStateException("after the work was begun");
		}

		@GetMapping("/used-at-once")
		public String usedAtOnce() throws Exception {
			return this.service.callable().call() + held();
		}

	}

}
