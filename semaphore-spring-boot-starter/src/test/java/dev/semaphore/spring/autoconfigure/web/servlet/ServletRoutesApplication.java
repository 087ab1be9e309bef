package dev.semaphore.spring.autoconfigure.web.servlet;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers of many kinds, all of them but {@code /other} under a limit.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ServletRoutesApplication.Handlers.class)
class ServletRoutesApplication {

	@Bean
	Work work() {
		return new Work();
	}

	/**
	 * Work that takes as long as the test likes.
	 */
	static class Work {

		private final BlockingQueue<DeferredResult<String>> running = new LinkedBlockingQueue<>();

		private final BlockingQueue<DeferredResult<String>> seen = new LinkedBlockingQueue<>();

		private final BlockingQueue<SseEmitter> emitters = new LinkedBlockingQueue<>();

		DeferredResult<String> begin() {
			DeferredResult<String> result = new DeferredResult<>(60_000L);
			this.running.add(result);
			return result;
		}

		void begun() throws InterruptedException {
			DeferredResult<String> result = this.running.poll(60, TimeUnit.SECONDS);
			assertThat(result).as("no work has begun").isNotNull();
			this.seen.add(result);
		}

		void finish() {
			this.seen.remove().setResult("deferred");
		}

		SseEmitter streaming() throws InterruptedException {
			SseEmitter emitter = this.emitters.poll(60, TimeUnit.SECONDS);
			assertThat(emitter).isNotNull();
			return emitter;
		}

	}

	@Controller
	static class Handlers {

		private final CountingSemaphore semaphore;

		private final Work work;

		Handlers(CountingSemaphore semaphore, Work work) {
			this.semaphore = semaphore;
			this.work = work;
		}

		@GetMapping({ "/work", "/other" })
		@ResponseBody
		String work(HttpServletRequest request) {
			return request.getDispatcherType() + ", held " + this.semaphore.snapshot().held();
		}

		@GetMapping("/deferred")
		@ResponseBody
		DeferredResult<String> deferred() {
			return this.work.begin();
		}

		@GetMapping("/events")
		SseEmitter events(@RequestParam(defaultValue = "60000") long timeout) {
			SseEmitter emitter = new SseEmitter(timeout);
			this.work.emitters.add(emitter);
			return emitter;
		}

		@GetMapping("/throws")
		@ResponseBody
		String fails() {
			throw new IllegalStateException("meant to fail");
		}

		@GetMapping("/error-thrown")
		@ResponseBody
		String failsBadly() {
			throw new NoClassDefFoundError("meant to fail");
		}

		@GetMapping("/never")
		@ResponseBody
		DeferredResult<String> never() {
			return new DeferredResult<>();
		}

		@GetMapping("/callable")
		@ResponseBody
		Callable<String> callable() {
			return () -> "called";
		}

		@GetMapping("/late-failure")
		@ResponseBody
		CompletableFuture<String> lateFailure() {
			return CompletableFuture.supplyAsync(() -> {
				throw new StackOverflowError("meant to fail");
			});
		}

		@GetMapping("/forward")
		String forward() {
			return "forward:/work";
		}

		@GetMapping("/include")
		void include(HttpServletRequest request, HttpServletResponse response) throws Exception {
			request.getRequestDispatcher("/work").include(request, response);
		}

		@GetMapping("/stream")
		@ResponseBody
		StreamingResponseBody stream() {
			return (out) -> out.write("a stream".getBytes(StandardCharsets.UTF_8));
		}

		@GetMapping("/dispatched-elsewhere")
		void dispatched(HttpServletRequest request) {
			request.startAsync().dispatch("/callable");
		}

		@GetMapping("/timeout")
		@ResponseBody
		String timeout(HttpServletRequest request) {
			AsyncContext async = request.startAsync();
			String timeout = Long.toString(async.getTimeout());
			async.complete();
			return timeout;
		}

		@PostMapping("/echo")
		@ResponseBody
		String echo(@RequestParam String name, @RequestBody String body) {
			return name + ": " + body.length();
		}

		@GetMapping("/mdc")
		@ResponseBody
		String mdc() {
			return MDC.get("correlation");
		}

		@GetMapping("/principal")
		@ResponseBody
		String principal(Principal principal) {
			return principal.getName();
		}

		@GetMapping("/virtual")
		@ResponseBody
		String virtual() throws ReflectiveOperationException {
			Method isVirtual = Thread.class.getMethod("isVirtual");
			return isVirtual.invoke(Thread.currentThread()).toString();
		}

	}

}
