package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.spring.annotation.Permits;
import org.aspectj.lang.JoinPoint;
import org.aspectj.lang.annotation.After;
import org.aspectj.lang.annotation.Aspect;
import org.aspectj.lang.annotation.Before;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Aspects between the permits and the body, which know their join point from the thread.
 */
class AspectsWithinTests {

	@Test
	void runAroundABodyThatIsSubscribedToLater() {
		PermitsContext.runner(Service.class, Recorder.class).run((context) -> {
			Mono<String> mono = context.getBean(Service.class).mono("a");
			assertThat(context.getBean(Recorder.class).seen).isEmpty();
			assertThat(mono.block()).isEqualTo("a");
			assertThat(mono.block()).isEqualTo("a");
			assertThat(context.getBean(Recorder.class).seen).containsExactly("before mono[a]", "after mono",
					"before mono[a]", "after mono");
		});
	}

	@Test
	void runAroundABodyThatWaitedForItsPermit() {
		waited((service) -> service.mono("a").toFuture(), "mono");
		waited((service) -> service.stage("a"), "stage");
	}

	private static void waited(Function<Service, CompletableFuture<String>> call, String method) {
		PermitsContext.runner(Service.class, Recorder.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			CompletableFuture<String> result;
			try (Permit taken = quotes.acquire()) {
				result = call.apply(context.getBean(Service.class));
				assertThat(quotes.snapshot().queueLength()).isOne();
				assertThat(taken.weight()).isOne();
			}
			assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("a");
			assertThat(context.getBean(Recorder.class).seen).containsExactly("before " + method + "[a]",
					"after " + method);
		});
	}

	@Aspect
	static class Recorder {

		private final List<String> seen = new ArrayList<>();

		@Before("execution(* dev.semaphore.spring.aop.AspectsWithinTests.Service.*(..)) && args(name)")
		void before(JoinPoint joinPoint, String name) {
			this.seen.add("before " + joinPoint.getSignature().getName() + "[" + name + "]");
		}

		@After("execution(* dev.semaphore.spring.aop.AspectsWithinTests.Service.*(..))")
		void after(JoinPoint joinPoint) {
			this.seen.add("after " + joinPoint.getSignature().getName());
		}

	}

	static class Service {

		@Permits("quotes")
		public Mono<String> mono(String name) {
			return Mono.just(name);
		}

		@Permits("quotes")
		public CompletableFuture<String> stage(String name) {
			return CompletableFuture.completedFuture(name);
		}

	}

}
