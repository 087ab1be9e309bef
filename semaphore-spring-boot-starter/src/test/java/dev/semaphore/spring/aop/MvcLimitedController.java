package dev.semaphore.spring.aop;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import jakarta.servlet.http.HttpServletRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Limited methods of a controller, one for each asynchronous type of Spring MVC.
 */
@RestController
class MvcLimitedController {

	private final MvcWork work;

	MvcLimitedController(MvcWork work) {
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
		return ResponseEntity.status(HttpStatus.ACCEPTED).header("X-Kept", "yes").body(this.work.start(this::write));
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
		return this.work.start(Flux.interval(java.time.Duration.ofMillis(5)).onBackpressureDrop().map(String::valueOf));
	}

	@GetMapping("/entity-mono")
	@Permits("reports")
	public ResponseEntity<Mono<String>> entityOfMono() {
		this.work.bodies.incrementAndGet();
		return ResponseEntity
			.ok(Mono.fromCallable(this.work::finish).subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()));
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
