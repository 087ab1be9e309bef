package dev.semaphore.spring.aop;

import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * When permits go back by request of the annotation, and combinations that are refused.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReleaseTests {

	@Test
	void releaseOnReturnHoldsForTheMethodOnly() {
		run((service, quotes) -> {
			AtomicInteger held = new AtomicInteger(-1);
			Mono<String> mono = service.onReturn(() -> Mono.fromRunnable(() -> held.set(quotes.snapshot().held())),
					quotes);
			assertThat(quotes.snapshot().held()).isZero();
			mono.block();
			assertThat(held).hasValue(0);
			assertThat(quotes.snapshot().statistics().acquired()).isOne();
		});
	}

	@Test
	void releaseOnCompletionHoldsACloseableUntilItIsClosed() {
		run((service, quotes) -> {
			try (Cursor cursor = service.cursor(new AtomicInteger())) {
				assertThat(cursor.next()).isEqualTo("next");
				assertThat(quotes.snapshot().held()).isOne();
			}
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void aCloseableIsClosedBeforeItsPermitGoesBackAlsoIfThatFails() {
		run((service, quotes) -> {
			AtomicInteger heldAtClose = new AtomicInteger(-1);
			Cursor cursor = service.failing(heldAtClose, quotes);
			assertThatIllegalStateException().isThrownBy(cursor::close);
			assertThat(heldAtClose).hasValue(1);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void aCloseableThatIsNullHoldsNothing() {
		run((service, quotes) -> assertThat(service.none()).isNull());
	}

	@Test
	void aCloseableThatIsNeverClosedIsReportedAndGivenBackWhenItIsGarbage(CapturedOutput output) {
		run((service, quotes) -> {
			service.cursor(new AtomicInteger());
			await().until(() -> {
				System.gc();
				return quotes.snapshot().held() == 0;
			});
			await().until(() -> output.getOut().contains("Service.cursor(AtomicInteger) returned was never closed"));
		});
	}

	@Test
	void anObjectThatTurnsOutToBeCloseableIsHeldUntilItIsClosedIfSo() {
		run((service, quotes) -> {
			Cursor cursor = (Cursor) service.hidden(new OwnCursor());
			assertThat(quotes.snapshot().held()).isOne();
			cursor.close();
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(service.hidden("plain")).isEqualTo("plain");
		});
	}

	@Test
	void aRefusedCloseableIsNotOpened() {
		run((service, quotes) -> {
			quotes.close();
			AtomicInteger opened = new AtomicInteger();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> service.cursor(opened));
			assertThat(opened).hasValue(0);
		});
	}

	@Test
	void releaseOnCompletionOfAMonoIsAsUsual() {
		run((service, quotes) -> {
			assertThat(service.mono(quotes).block()).isEqualTo(1);
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void releaseOnResponseWithoutARequestIsAsUsual() {
		run((service, quotes) -> {
			assertThat(service.onResponse(quotes)).isOne();
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(service.stageOnResponse(quotes).get()).isOne();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void severalMayBeReleasedOnResponse() {
		run((service, quotes) -> {
			assertThat(service.several(quotes)).isOne();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { CompletingVoid.class, CompletingString.class })
	void completionOfWhatNeverCompletesStopsTheStart(Class<?> bean) {
		SemaphoreConfigurationException failure = failure(bean);
		assertThat(failure.description()).contains("run()", "release = COMPLETE", "never completes");
		assertThat(failure.action()).contains("Remove the release");
	}

	@Test
	void completionOfAClassThatIsCloseableStopsTheStart() {
		SemaphoreConfigurationException failure = failure(CompletingClass.class);
		assertThat(failure.description()).contains("run()", "java.io.InputStream is a class");
		assertThat(failure.action()).contains("interface");
	}

	@Test
	void differentReleasesOnOneMethodStopTheStart() {
		assertThat(failure(DifferentReleases.class).description()).contains("different releases", "AUTO", "RETURN");
	}

	@ParameterizedTest
	@ValueSource(classes = { EntityOfFluxInMono.class, CallableInStage.class, EmitterInEntityInCallable.class })
	void workWithinWorkStopsTheStart(Class<?> bean) {
		SemaphoreConfigurationException failure = failure(bean);
		assertThat(failure.description()).contains("run()", "work within work");
		assertThat(failure.action()).contains("RESPONSE");
	}

	@ParameterizedTest
	@ValueSource(classes = { OfConnectableFlux.class, OfScheduledFuture.class, OfRunnableFuture.class,
			OfOwnFuture.class, OfOwnCallable.class })
	void aTypeThatNobodyCanHandOutAsItIsStopsTheStart(Class<?> bean) {
		SemaphoreConfigurationException failure = failure(bean);
		assertThat(failure.description()).contains("run()", "nobody here can tell when its work is over");
		assertThat(failure.action()).contains("more general type", "RETURN");
	}

	private static SemaphoreConfigurationException failure(Class<?> bean) {
		return PermitsContext.failure(PermitsContext.runner(bean));
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

	interface Cursor extends AutoCloseable {

		default String next() {
			return "next";
		}

		@Override
		void close();

	}

	static class OwnCursor implements Cursor {

		@Override
		public void close() {
		}

	}

	static class Service {

		@Permits(name = "quotes", release = Release.RETURN)
		public Mono<String> onReturn(Callable<Mono<String>> body, CountingSemaphore quotes) throws Exception {
			assertThat(quotes.snapshot().held()).isOne();
			return body.call();
		}

		@Permits(name = "quotes", release = Release.COMPLETE)
		public Cursor cursor(AtomicInteger opened) {
			opened.incrementAndGet();
			return new OwnCursor();
		}

		@Permits(name = "quotes", release = Release.COMPLETE)
		public Cursor failing(AtomicInteger heldAtClose, CountingSemaphore quotes) {
			return () -> {
				heldAtClose.set(quotes.snapshot().held());
				throw new IllegalStateException();
			};
		}

		@Permits(name = "quotes", release = Release.COMPLETE)
		public Cursor none() {
			return null;
		}

		@Permits(name = "quotes", release = Release.COMPLETE)
		public Object hidden(Object value) {
			return value;
		}

		@Permits(name = "quotes", release = Release.COMPLETE)
		public Mono<Integer> mono(CountingSemaphore quotes) {
			return Mono.fromSupplier(() -> quotes.snapshot().held());
		}

		@Permits(name = "quotes", release = Release.RESPONSE)
		public int onResponse(CountingSemaphore quotes) {
			return quotes.snapshot().held();
		}

		@Permits(name = "quotes", release = Release.RESPONSE)
		public CompletableFuture<Integer> stageOnResponse(CountingSemaphore quotes) {
			return CompletableFuture.completedFuture(quotes.snapshot().held());
		}

		@Permits(name = "quotes", release = Release.RESPONSE)
		@Permits(name = "reports", release = Release.RESPONSE)
		public int several(CountingSemaphore quotes) {
			return quotes.snapshot().held();
		}

	}

	static class CompletingVoid {

		@Permits(name = "quotes", release = Release.COMPLETE)
		public void run() {
		}

	}

	static class CompletingString {

		@Permits(name = "quotes", release = Release.COMPLETE)
		public String run() {
			return "";
		}

	}

	static class CompletingClass {

		@Permits(name = "quotes", release = Release.COMPLETE)
		public InputStream run() {
			return InputStream.nullInputStream();
		}

	}

	static class DifferentReleases {

		@Permits(name = "quotes", release = Release.RETURN)
		@Permits("reports")
		public void run() {
		}

	}

	static class EntityOfFluxInMono {

		@Permits("quotes")
		public Mono<ResponseEntity<Flux<String>>> run() {
			return Mono.empty();
		}

	}

	static class CallableInStage {

		@Permits("quotes")
		public CompletableFuture<Callable<String>> run() {
			return new CompletableFuture<>();
		}

	}

	static class EmitterInEntityInCallable {

		@Permits("quotes")
		public Callable<ResponseEntity<SseEmitter>> run() {
			return () -> null;
		}

	}

	static class OfConnectableFlux {

		@Permits("quotes")
		public ConnectableFlux<String> run() {
			return Flux.<String>empty().publish();
		}

	}

	static class OfScheduledFuture {

		@Permits("quotes")
		public ScheduledFuture<String> run() {
			return null;
		}

	}

	static class OfRunnableFuture {

		@Permits("quotes")
		public RunnableFuture<String> run() {
			return null;
		}

	}

	static class OfOwnFuture {

		@Permits("quotes")
		public OwnFuture run() {
			return new OwnFuture();
		}

	}

	static class OwnFuture extends CompletableFuture<String> {

	}

	static class OfOwnCallable {

		@Permits("quotes")
		public OwnCallable run() {
			return () -> "";
		}

	}

	interface OwnCallable extends Callable<String> {

	}

}
