package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Methods that return a {@link Stream}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StreamTests {

	@Test
	void holdsUntilItIsClosed() {
		run((service, quotes) -> {
			try (Stream<String> stream = service.stream(() -> Stream.of("a", "b"))) {
				assertThat(stream.map(String::toUpperCase).toList()).containsExactly("A", "B");
				assertThat(quotes.snapshot().held()).isOne();
			}
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void givesBackOnceWhenClosedTwice() {
		run((service, quotes) -> {
			Stream<String> stream = service.stream(Stream::empty);
			stream.close();
			stream.close();
			assertThat(quotes.snapshot().available()).isOne();
		});
	}

	@Test
	void givesBackWhenWhatReadsItThrows() {
		run((service, quotes) -> assertThatIllegalStateException().isThrownBy(() -> {
			try (Stream<String> stream = service.stream(() -> Stream.of("a"))) {
				stream.forEach((value) -> {
					throw new IllegalStateException();
				});
			}
		}));
	}

	@Test
	void givesBackWhenClosingItThrows() {
		run((service, quotes) -> {
			Stream<String> stream = service.stream(() -> Stream.<String>empty().onClose(() -> {
				throw new IllegalStateException();
			}));
			assertThatIllegalStateException().isThrownBy(stream::close);
		});
	}

	@Test
	void oneThatIsNeverClosedIsReportedAndGivenBackWhenItIsGarbage(CapturedOutput output) {
		run((service, quotes) -> {
			service.stream(() -> Stream.of("a")).forEach((value) -> {
			});
			await().atMost(Duration.ofSeconds(60)).until(() -> {
				System.gc();
				return quotes.snapshot().held() == 0;
			});
			await().until(() -> output.getOut().contains("was never closed"));
			assertThat(output).contains("Service.stream(Supplier) returned was never closed");
		});
	}

	@Test
	void oneThatIsClosedIsNotReported(CapturedOutput output) {
		run((service, quotes) -> {
			service.stream(() -> Stream.of("a")).close();
			assertThat(output).doesNotContain("never closed");
		});
	}

	@Test
	void primitiveStreamsAreHeldToo() {
		run((service, quotes) -> {
			try (IntStream stream = service.ints()) {
				assertThat(stream.sum()).isEqualTo(3);
				assertThat(quotes.snapshot().held()).isOne();
			}
		});
	}

	@Test
	void aRefusalIsThrownByTheCallAndTheBodyDoesNotRun() {
		run((service, quotes) -> {
			quotes.close();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> service.stream(() -> {
				throw new AssertionError("ran");
			}));
		});
	}

	@Test
	void theFallbackAnswers() {
		run((service, quotes) -> {
			quotes.close();
			assertThat(service.withFallback().toList()).containsExactly("fallback");
		});
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			test.run(context.getBean(Service.class), quotes);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	interface Scenario {

		void run(Service service, CountingSemaphore quotes) throws Exception;

	}

	static class Service {

		@Permits("quotes")
		public Stream<String> stream(Supplier<Stream<String>> body) {
			return body.get();
		}

		@Permits("quotes")
		public IntStream ints() {
			return IntStream.of(1, 2);
		}

		@Permits(name = "quotes", fallback = "answer")
		public Stream<String> withFallback() {
			throw new AssertionError("ran");
		}

		private Stream<String> answer() {
			return Stream.of("fallback");
		}

	}

}
