package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import io.reactivex.rxjava3.core.Single;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fallback answers for every return type, and takes no permit.
 */
class FallbackStylesTests {

	/**
	 * Calls a method and waits for its value.
	 */
	interface Caller {

		Object call(Service service) throws Exception;

	}

	static List<Caller> callers() {
		return List.of(Service::value, (service) -> service.stage().get(60, TimeUnit.SECONDS),
				(service) -> service.future().get(60, TimeUnit.SECONDS), (service) -> service.mono().block(),
				(service) -> service.flux().blockLast(), (service) -> service.single().blockingGet(),
				(service) -> service.callable().call(), (service) -> service.stream().findFirst().orElseThrow(),
				(service) -> service.deferred().getResult(), (service) -> service.entity().getBody().getResult(),
				(service) -> service.closeable().toString(), Service::anything);
	}

	@ParameterizedTest
	@MethodSource("callers")
	void answersForARefusedCall(Caller caller) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore reports = PermitsContext.semaphore(context, "reports");
			reports.close();
			assertThat(caller.call(context.getBean(Service.class))).isEqualTo("CLOSED");
			assertThat(reports.snapshot().statistics().acquired()).isZero();
		});
	}

	@Test
	void leavesTheAnswerToTheBodyOtherwise() {
		PermitsContext.runner(Service.class).run((context) -> {
			for (Caller caller : callers()) {
				assertThat(caller.call(context.getBean(Service.class))).isEqualTo("body");
			}
		});
	}

	static class Service {

		@Permits(name = "reports", fallback = "ofValue")
		public String value() {
			return "body";
		}

		@Permits(name = "reports", fallback = "ofStage")
		public CompletableFuture<String> stage() {
			return CompletableFuture.completedFuture("body");
		}

		@Permits(name = "reports", fallback = "ofStage")
		public Future<String> future() {
			return CompletableFuture.completedFuture("body");
		}

		@Permits(name = "reports", fallback = "ofMono")
		public Mono<String> mono() {
			return Mono.just("body");
		}

		@Permits(name = "reports", fallback = "ofFlux")
		public Flux<String> flux() {
			return Flux.just("body");
		}

		@Permits(name = "reports", fallback = "ofSingle")
		public Single<String> single() {
			return Single.just("body");
		}

		@Permits(name = "reports", fallback = "ofCallable")
		public Callable<String> callable() {
			return () -> "body";
		}

		@Permits(name = "reports", fallback = "ofStream")
		public Stream<String> stream() {
			return Stream.of("body");
		}

		@Permits(name = "reports", fallback = "ofDeferred")
		public DeferredResult<String> deferred() {
			return set("body");
		}

		@Permits(name = "reports", fallback = "ofEntity")
		public ResponseEntity<DeferredResult<String>> entity() {
			return ResponseEntity.ok(set("body"));
		}

		@Permits(name = "reports", release = Release.COMPLETE, fallback = "ofCloseable")
		public AutoCloseable closeable() {
			return new Named("body");
		}

		@Permits(name = "reports", fallback = "ofValue")
		public Object anything() {
			return "body";
		}

		@SuppressWarnings("unused")
		private String ofValue(PermitRejectedException refusal) {
			return refusal.reason().name();
		}

		@SuppressWarnings("unused")
		private CompletableFuture<String> ofStage(PermitRejectedException refusal) {
			return CompletableFuture.completedFuture(refusal.reason().name());
		}

		@SuppressWarnings("unused")
		private Mono<String> ofMono(PermitRejectedException refusal) {
			return Mono.just(refusal.reason().name());
		}

		@SuppressWarnings("unused")
		private Flux<String> ofFlux(PermitRejectedException refusal) {
			return Flux.just(refusal.reason().name());
		}

		@SuppressWarnings("unused")
		private Single<String> ofSingle(PermitRejectedException refusal) {
			return Single.just(refusal.reason().name());
		}

		@SuppressWarnings("unused")
		private Callable<String> ofCallable(PermitRejectedException refusal) {
			return () -> refusal.reason().name();
		}

		@SuppressWarnings("unused")
		private Stream<String> ofStream(PermitRejectedException refusal) {
			return Stream.of(refusal.reason().name());
		}

		@SuppressWarnings("unused")
		private DeferredResult<String> ofDeferred(PermitRejectedException refusal) {
			return set(refusal.reason().name());
		}

		@SuppressWarnings("unused")
		private ResponseEntity<DeferredResult<String>> ofEntity(PermitRejectedException refusal) {
			return ResponseEntity.ok(set(refusal.reason().name()));
		}

		@SuppressWarnings("unused")
		private AutoCloseable ofCloseable(PermitRejectedException refusal) {
			return new Named(refusal.reason().name());
		}

		private static DeferredResult<String> set(String value) {
			DeferredResult<String> result = new DeferredResult<>();
			result.setResult(value);
			return result;
		}

	}

	/** What is to be closed, with a name. */
	record Named(String name) implements AutoCloseable {

		@Override
		public void close() {
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
