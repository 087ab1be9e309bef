package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.spring.aop.NestedCalls.Inner;
import dev.semaphore.spring.aop.NestedCalls.Outer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nested calls in a reactive chain that ask for what the chain holds already, on whatever
 * thread.
 */
@Timeout(300)
class ReactiveReentryTests {

	private final ApplicationContextRunner runner = NestedCalls.runner();

	@Test
	void aCallInTheSameReactiveChainIsNestedOnWhateverThread() {
		this.runner.run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).chain())
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(PermitRejectedException.class,
						(refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.REENTRANT)))
				.verify(Duration.ofSeconds(60));
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aPlainCallInAnOperatorOfAReactiveBodyIsNested() {
		this.runner.run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).plainCallInMono())
				.expectErrorSatisfies(ReactiveReentryTests::assertReentrant)
				.verify(Duration.ofSeconds(60));
			StepVerifier.create(context.getBean(Outer.class).plainCallInFlux(), 0)
				.expectSubscription()
				.thenRequest(1)
				.expectErrorSatisfies(ReactiveReentryTests::assertReentrant)
				.verify(Duration.ofSeconds(60));
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aPlainCallInAnOperatorOfAReactiveBodySharesItsPermit() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).plainCallInFlux())
				.expectNext(1, 1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aCallThatFollowsAReactiveBodyOnItsThreadIsNotNestedInIt() {
		this.runner.run((context) -> {
			Inner inner = context.getBean(Inner.class);
			StepVerifier.create(inner.mono().map((value) -> inner.single()))
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			StepVerifier.create(inner.flux().concatMap((value) -> inner.mono()))
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void whatABodyDoesAfterItsEndIsNotNestedInIt() {
		this.runner.run((context) -> {
			List<Integer> after = new ArrayList<>();
			Mono<Integer> mono = context.getBean(Outer.class).plainCallAfterTheEnd(after);
			StepVerifier.create(mono).expectNext(0).expectComplete().verify(Duration.ofSeconds(60));
			assertThat(after).containsExactly(1);
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void aReactiveChainSharesItsPermit() {
		this.runner.withPropertyValues("semaphore.instances.single.reentry=share").run((context) -> {
			StepVerifier.create(context.getBean(Outer.class).chain())
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			NestedCalls.assertNothingHeld(context);
		});
	}

	@Test
	void whatFollowsAReactiveChainIsNotNestedInIt() {
		this.runner.run((context) -> {
			Inner inner = context.getBean(Inner.class);
			StepVerifier.create(inner.mono().flatMap((value) -> inner.mono()))
				.expectNext(1)
				.expectComplete()
				.verify(Duration.ofSeconds(60));
			NestedCalls.assertNothingHeld(context);
		});
	}

	private static void assertReentrant(Throwable failure) {
		assertThat(failure).isInstanceOfSatisfying(PermitRejectedException.class,
				(refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.REENTRANT));
	}

}
