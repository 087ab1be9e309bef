package dev.semaphore.spring.aop;

import java.util.concurrent.Callable;

import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import reactor.core.publisher.Mono;

import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Limited methods that {@link MvcCallingController} calls within a request.
 */
class MvcLimitedService {

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
