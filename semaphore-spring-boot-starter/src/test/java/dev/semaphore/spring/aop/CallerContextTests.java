package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.spring.annotation.Permits;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that resumes on another thread after waiting has the context of its caller.
 */
class CallerContextTests {

	private static final ThreadLocal<String> TRACE = new ThreadLocal<>();

	@BeforeEach
	void set() {
		ContextRegistry.getInstance().registerThreadLocalAccessor("trace", TRACE);
		TRACE.set("trace-1");
		MDC.put("user", "alice");
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("alice", "")));
	}

	@AfterEach
	void forget() {
		clear();
		ContextRegistry.getInstance().removeThreadLocalAccessor("trace");
	}

	private static void clear() {
		TRACE.remove();
		MDC.clear();
		SecurityContextHolder.clearContext();
	}

	@Test
	void aStageResumesWithTheContextOfItsCaller() {
		resumed(Service::stage, "alice alice trace-1 none");
	}

	@Test
	void aMonoResumesWithTheContextOfItsSubscriber() {
		resumed((service) -> service.mono().toFuture(), "alice alice trace-1 none");
	}

	@Test
	void aMonoResumesWithTheReactorContextOfItsSubscriber() {
		resumed((service) -> service.mono().contextWrite((context) -> context.put("reactor", "here")).toFuture(),
				"alice alice trace-1 here");
	}

	@Test
	void aMonoResumesWithTheThreadLocalsOfItsReactorContext() {
		resumed((service) -> service.mono().contextWrite((context) -> context.put("trace", "trace-2")).toFuture(),
				"alice alice trace-2 none");
	}

	@Test
	void aFluxResumesWithTheReactorContextOfItsSubscriber() {
		resumed((service) -> service.flux().contextWrite((context) -> context.put("reactor", "here")).next().toFuture(),
				"alice alice trace-1 here");
	}

	@Test
	void theFallbackHasTheContextOfTheCaller() {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			try (Permit taken = quotes.acquire()) {
				CompletableFuture<String> result = context.getBean(Service.class).withFallback().toFuture();
				clear();
				assertThat(taken.weight()).isOne();
				quotes.close();
				assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("alice alice trace-1");
			}
		});
	}

	@Test
	void aContextThatCannotBeSetFailsTheWorkAndHoldsNothing() {
		notResumed((service) -> service.stage());
		notResumed((service) -> service.mono().toFuture());
	}

	private void notResumed(Function<Service, CompletableFuture<String>> call) {
		ThreadLocalAccessor<String> failing = new ThreadLocalAccessor<>() {

			@Override
			public Object key() {
				return "failing";
			}

			@Override
			public String getValue() {
				return "value";
			}

			@Override
			public void setValue(String value) {
				throw new IllegalStateException("cannot be set");
			}

		};
		ContextRegistry.getInstance().registerThreadLocalAccessor(failing);
		try {
			PermitsContext.runner(Service.class).run((context) -> {
				CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
				CompletableFuture<String> result;
				try (Permit taken = quotes.acquire()) {
					result = call.apply(context.getBean(Service.class));
					assertThat(taken.weight()).isOne();
				}
				assertThat(result).failsWithin(60, TimeUnit.SECONDS)
					.withThrowableThat()
					.havingRootCause()
					.withMessage("cannot be set");
				assertThat(quotes.snapshot().held()).isZero();
			});
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("failing");
		}
	}

	@Test
	void theThreadThatResumedForgetsTheContext() {
		CallerContext context = CallerContext.capture(null);
		clear();
		context.run(() -> assertThat(MDC.get("user")).isEqualTo("alice"));
		assertThat(MDC.get("user")).isNull();
		assertThat(TRACE.get()).isNull();
		assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
	}

	@Test
	void theThreadThatResumedHasItsOwnContextBack() {
		CallerContext context = CallerContext.capture(null);
		MDC.put("user", "bob");
		SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken("bob", "")));
		context.run(() -> assertThat(MDC.get("user")).isEqualTo("alice"));
		assertThat(MDC.get("user")).isEqualTo("bob");
		assertThat(user()).isEqualTo("bob");
	}

	private void resumed(Function<Service, CompletableFuture<String>> call, String expected) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			CompletableFuture<String> result;
			try (Permit taken = quotes.acquire()) {
				result = call.apply(context.getBean(Service.class));
				clear();
				assertThat(quotes.snapshot().queueLength()).isOne();
				assertThat(taken.weight()).isOne();
			}
			assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
		});
	}

	private static String user() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	private static String seen() {
		return MDC.get("user") + " " + user() + " " + TRACE.get();
	}

	static class Service {

		@Permits("quotes")
		public CompletableFuture<String> stage() {
			return CompletableFuture.completedFuture(seen() + " none");
		}

		@Permits("quotes")
		public Mono<String> mono() {
			String seen = seen();
			return Mono.deferContextual((context) -> Mono.just(seen + " " + context.getOrDefault("reactor", "none")));
		}

		@Permits("quotes")
		public Flux<String> flux() {
			return mono().flux();
		}

		@Permits(name = "quotes", fallback = "answer")
		public Mono<String> withFallback() {
			return Mono.empty();
		}

		private Mono<String> answer() {
			return Mono.just(seen());
		}

	}

}
