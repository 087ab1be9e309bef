package dev.semaphore.spring.web.reactive;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.spring.web.Route;
import dev.semaphore.spring.web.Routes;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

class RouteLimitWebFilterTests {

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports",
			SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1)));

	private final Sinks.Empty<Void> end = Sinks.empty();

	private final RouteLimitWebFilter filter = new RouteLimitWebFilter(
			() -> new Routes(List.of(new Route(PathPatternParser.defaultInstance.parse("/**"), Set.of(), List.of(),
					() -> this.semaphore, AcquireRequest.one(), null))),
			0);

	@Test
	void nothingIsTakenBeforeSomebodySubscribes() {
		assertThat(exchange()).isNotNull();
		assertThat(held()).isZero();
	}

	@Test
	void permitGoesBackBeforeTheEndIsTold() {
		StepVerifier.create(exchange().then(Mono.fromCallable(this::held)))
			.then(() -> assertThat(held()).isOne())
			.then(this.end::tryEmitEmpty)
			.expectNext(0)
			.verifyComplete();
	}

	@Test
	void permitGoesBackBeforeAFailureIsTold() {
		StepVerifier.create(exchange().onErrorResume((failure) -> Mono.fromRunnable(() -> assertThat(held()).isZero())))
			.then(() -> this.end.tryEmitError(new NoClassDefFoundError("meant to fail")))
			.verifyComplete();
	}

	@Test
	void cancellingGivesThePermitBack() {
		Disposable subscription = exchange().subscribe();
		assertThat(held()).isOne();
		subscription.dispose();
		assertThat(held()).isZero();
	}

	@Test
	void cancellingWhileItWaitsLeavesTheQueue() throws Exception {
		try (Permit taken = this.semaphore.acquire()) {
			Disposable subscription = exchange().subscribe();
			assertThat(this.semaphore.snapshot().queueLength()).isEqualTo(taken.weight());
			subscription.dispose();
			assertThat(this.semaphore.snapshot().queueLength()).isZero();
		}
		assertThat(held()).isZero();
	}

	@Test
	void cancellingAsThePermitComesLosesNone() throws Exception {
		for (int i = 0; i < 2000; i++) {
			Permit taken = this.semaphore.acquire();
			Disposable subscription = exchange().subscribe();
			Thread giving = new Thread(taken::close);
			giving.start();
			subscription.dispose();
			giving.join();
		}
		assertThat(this.semaphore.tryAcquire()).as("all permits are there").isNotNull();
	}

	private Mono<Void> exchange() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/reports"));
		return this.filter.filter(exchange, (forwarded) -> this.end.asMono());
	}

	private int held() {
		return this.semaphore.snapshot().held();
	}

}
