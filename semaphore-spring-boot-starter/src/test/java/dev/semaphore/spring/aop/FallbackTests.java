package dev.semaphore.spring.aop;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who answers for refused calls.
 */
class FallbackTests {

	@Test
	void answersARefusedCallWithItsArguments() {
		withClosed((service) -> assertThat(service.load("a")).isEqualTo("cached a"));
	}

	@Test
	void mayTakeTheRefusal() {
		withClosed((service) -> assertThat(service.explain("a")).isEqualTo("a: reports CLOSED"));
	}

	@Test
	void mayBeDeclaredInASuperclassWithGenericParameters() {
		withClosed((service) -> assertThat(service.inherited("a")).isEqualTo("inherited a"));
	}

	@Test
	void mayThrowWhatItLikes() {
		withClosed((service) -> assertThatExceptionOfType(IOException.class).isThrownBy(() -> service.give("up"))
			.withMessage("up"));
	}

	@Test
	void answersForAVoidMethod() {
		withClosed((service) -> {
			service.run();
			assertThat(service.skipped()).isTrue();
		});
	}

	@Test
	void answersForAStage() {
		withClosed((service) -> assertThat(service.stage("a")).isCompletedWithValue("cached a"));
	}

	@Test
	void isNotAskedWhenThePermitIsThere() {
		PermitsContext.with(Service.class, (service) -> assertThat(service.load("a")).isEqualTo("loaded a"));
	}

	@Test
	void doesNotAnswerForTheRefusalOfANestedCall() {
		PermitsContext.runner(Service.class).run((context) -> {
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(Service.class).outer())
				.satisfies((ex) -> assertThat(ex.semaphore()).isEqualTo("quotes"));
		});
	}

	@Test
	void doesNotAnswerForARefusalWithinAnExpression() {
		PermitsContext.runner(Service.class).run((context) -> {
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> context.getBean(Service.class).weighed())
				.withCauseInstanceOf(PermitRejectedException.class);
		});
	}

	private static void withClosed(ThrowingConsumer test) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore semaphore = PermitsContext.semaphore(context, "reports");
			semaphore.close();
			test.accept(context.getBean(Service.class));
			assertThat(semaphore.snapshot().held()).isZero();
		});
	}

	interface ThrowingConsumer {

		void accept(Service service) throws Exception;

	}

	static class Base<T> {

		String fromBase(T value) {
			return "inherited " + value;
		}

	}

	static class Service extends Base<String> {

		private final ObjectProvider<Service> self;

		private boolean skipped;

		Service(ApplicationContext context) {
			this.self = context.getBeanProvider(Service.class);
		}

		@Permits(name = "reports", fallback = "cached")
		public String load(String name) {
			return "loaded " + name;
		}

		private String cached(String name) {
			return "cached " + name;
		}

		@Permits(name = "reports", fallback = "explain")
		public String explain(String name) {
			return "loaded " + name;
		}

		private String explain(String name, PermitRejectedException refusal) {
			return name + ": " + refusal.semaphore() + " " + refusal.reason();
		}

		@Permits(name = "reports", fallback = "fromBase")
		public String inherited(String name) {
			return "loaded " + name;
		}

		@Permits(name = "reports", fallback = "giveUp")
		public String give(String name) throws IOException {
			return "loaded " + name;
		}

		private String giveUp(String name) throws IOException {
			throw new IOException(name);
		}

		@Permits(name = "reports", fallback = "skip")
		public void run() {
		}

		boolean skipped() {
			return this.skipped;
		}

		private void skip() {
			this.skipped = true;
		}

		@Permits(name = "reports", fallback = "cachedStage")
		public CompletableFuture<String> stage(String name) {
			return CompletableFuture.completedFuture("loaded " + name);
		}

		private CompletableFuture<String> cachedStage(String name) {
			return CompletableFuture.completedFuture("cached " + name);
		}

		@Permits(name = "reports", fallback = "none")
		public String outer() {
			return this.self.getObject().quote();
		}

		@Permits("quotes")
		public String quote() {
			return "quote";
		}

		@Permits(name = "reports", weight = "#root.target.viaProxy().length()", fallback = "none")
		public String weighed() {
			return "weighed";
		}

		public String viaProxy() {
			return this.self.getObject().quote();
		}

		private String none() {
			return "none";
		}

	}

}
