package dev.semaphore.cookbook;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.test.NothingHeld;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(webEnvironment = WebEnvironment.NONE, classes = SpringRecipesTests.Application.class,
		properties = { "spring.sql.init.mode=never", "semaphore.instances.requests.permits=8",
				"semaphore.instances.requests.initial-permits=0", "semaphore.instances.gpu.permits=16",
				"semaphore.instances.gpu.max-wait=0", "semaphore.instances.fork-1.permits=1",
				"semaphore.instances.fork-2.permits=1" })
@NothingHeld
class SpringRecipesTests {

	@Autowired
	private SemaphoreRegistry registry;

	@Autowired
	private Inference inference;

	@Autowired
	private Philosophers philosophers;

	@Test
	void gateOpensWhenTheApplicationIsReady() {
		assertThat(this.registry.get("requests").snapshot().available()).isEqualTo(8);
	}

	@Test
	void batchWeighsAsMuchAsItHasPrompts() throws InterruptedException {
		CountingSemaphore gpu = this.registry.get("gpu");
		try (Permit others = gpu.acquire(14)) {
			assertThat(this.inference.complete(List.of("once", "twice"))).hasSize(2);
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> this.inference.complete(List.of("once", "twice", "thrice")))
				.satisfies((refusal) -> assertThat(refusal.weight()).isEqualTo(3));
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> this.inference.loadModel("large"))
				.satisfies((refusal) -> assertThat(refusal.reason()).isEqualTo(RejectionReason.UNAVAILABLE));
		}
		this.inference.loadModel("large");
	}

	@Test
	void philosophersWhoReachForTheirForksInOppositeOrderAllEat() {
		AtomicInteger meals = new AtomicInteger();
		AtomicInteger eating = new AtomicInteger();
		Runnable meal = () -> {
			assertThat(eating.incrementAndGet()).isOne();
			meals.incrementAndGet();
			eating.decrementAndGet();
		};
		List<CompletableFuture<Void>> evenings = List.of(evening(() -> this.philosophers.first(meal)),
				evening(() -> this.philosophers.second(meal)));
		evenings.forEach(CompletableFuture::join);
		assertThat(meals).hasValue(400);
	}

	private static CompletableFuture<Void> evening(Runnable meal) {
		return CompletableFuture.runAsync(() -> {
			for (int course = 0; course < 200; course++) {
				meal.run();
			}
		}, (task) -> new Thread(task).start());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Gate.class, Inference.class, Philosophers.class })
	static class Application {

	}

}
