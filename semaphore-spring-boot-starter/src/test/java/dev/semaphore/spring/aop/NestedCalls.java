package dev.semaphore.spring.aop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.autoconfigure.PermitsAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that call one another while they hold permits of {@code single} (1 permit),
 * {@code pair} (2 permits) and {@code other} (1 permit), which wait for a minute.
 */
final class NestedCalls {

	private NestedCalls() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(PermitsAutoConfiguration.class, SemaphoreAutoConfiguration.class))
			.withPropertyValues("semaphore.defaults.max-wait=1m", "semaphore.instances.single.permits=1",
					"semaphore.instances.pair.permits=2", "semaphore.instances.other.permits=1")
			.withBean(Outer.class)
			.withBean(Inner.class);
	}

	static void assertNothingHeld(ApplicationContext context) {
		SemaphoreRegistry registry = context.getBean(SemaphoreRegistry.class);
		assertThat(registry.names())
			.allSatisfy((name) -> assertThat(registry.get(name).snapshot().held()).as(name).isZero());
		assertThat(ThreadHolds.current()).isEmpty();
	}

	static class Outer {

		private final Inner inner;

		private final SemaphoreRegistry registry;

		private final ObjectProvider<Outer> self;

		Outer(Inner inner, SemaphoreRegistry registry, ObjectProvider<Outer> self) {
			this.inner = inner;
			this.registry = registry;
			this.self = self;
		}

		@Permits("single")
		public int single() {
			return this.inner.single();
		}

		@Permits("single")
		public int twiceNested() {
			return this.self.getObject().single();
		}

		@Permits("pair")
		public int pair() {
			return this.inner.pair();
		}

		@Permits("pair")
		public int more() {
			return this.inner.both();
		}

		@Permits("other")
		public int mixed() {
			return this.inner.single();
		}

		@Permits("single")
		public int calls(Inner other) {
			return other.single();
		}

		@Permits("single")
		public List<CompletableFuture<String>> starts(CompletableFuture<String> work) {
			return List.of(this.inner.stage(work));
		}

		@Permits("single")
		public CompletableFuture<String> stage() {
			return this.inner.stage(new CompletableFuture<>());
		}

		@Permits("single")
		public Mono<Integer> chain() {
			return Mono.just(0).publishOn(Schedulers.parallel()).flatMap((value) -> this.inner.mono());
		}

		@Permits("single")
		public Mono<Integer> plainCallInMono() {
			return Mono.just(0).map((value) -> this.inner.single());
		}

		@Permits("single")
		public Flux<Integer> plainCallInFlux() {
			return Flux.range(0, 2).map((value) -> this.inner.single());
		}

		@Permits("single")
		public Mono<Integer> plainCallAfterTheEnd(List<Integer> after) {
			return Mono.just(0).doAfterTerminate(() -> after.add(this.inner.single()));
		}

		@Permits("single")
		public int throughPlain(Retrying retrying) {
			return retrying.plain();
		}

		@Permits("single")
		public Mono<Integer> throughMono(Retrying retrying) {
			return retrying.mono();
		}

		@Permits("single")
		public int closing() {
			this.registry.get("single").close();
			return this.inner.single();
		}

		@Permits("pair")
		public CompletableFuture<Integer> onAnotherThread() {
			return CompletableFuture.supplyAsync(this.inner::pairFirst);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	@Import(Retrying.class)
	static class Trying {

	}

	static class Retrying {

		private final AtomicInteger attempts = new AtomicInteger();

		private final Inner inner;

		Retrying(Inner inner) {
			this.inner = inner;
		}

		@Retryable(delay = 1)
		public int plain() {
			return second(this.inner.single());
		}

		@Retryable(delay = 1)
		public Mono<Integer> mono() {
			return this.inner.mono().map(this::second);
		}

		int attempts() {
			return this.attempts.get();
		}

		/** Fails at every other attempt. */
		private int second(int held) {
			if (this.attempts.incrementAndGet() % 2 != 0) {
				throw new IllegalStateException("tried once");
			}
			return held;
		}

	}

	static class Inner {

		private final SemaphoreRegistry registry;

		Inner(SemaphoreRegistry registry) {
			this.registry = registry;
		}

		@Permits("single")
		public int single() {
			return this.registry.get("single").snapshot().held();
		}

		@Permits("single")
		public Mono<Integer> mono() {
			return Mono.fromSupplier(() -> this.registry.get("single").snapshot().held());
		}

		@Permits("single")
		public Flux<Integer> flux() {
			return Flux.just(0);
		}

		@Permits("single")
		public void fail() {
			throw new IllegalStateException();
		}

		@Permits("pair")
		public int pair() {
			return this.registry.get("pair").snapshot().held();
		}

		@Permits("pair")
		public int pairFirst() {
			return ThreadHolds.current().size() / 2;
		}

		@Permits(name = "pair", weight = "2")
		public int both() {
			throw new AssertionError("ran");
		}

		@Permits("single")
		public CompletableFuture<String> stage(CompletableFuture<String> work) {
			return work;
		}

	}

}
