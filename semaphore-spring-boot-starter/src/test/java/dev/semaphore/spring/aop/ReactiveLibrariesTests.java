package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.spring.annotation.Permits;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that return types of RxJava, Mutiny and the JDK's {@code Flow}.
 */
class ReactiveLibrariesTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	private final TestPublisher<String> work = TestPublisher.create();

	static List<Library> libraries() {
		return List.of(new Library("Flowable", Service::flowable, true),
				new Library("Observable",
						(service, work) -> service.observable(work)
							.toFlowable(io.reactivex.rxjava3.core.BackpressureStrategy.BUFFER),
						true),
				new Library("Single", (service, work) -> service.single(work).toFlowable(), true),
				new Library("Maybe", (service, work) -> service.maybe(work).toFlowable(), true),
				new Library("Completable", (service, work) -> service.completable(work).toFlowable(), false),
				new Library("Uni",
						(service, work) -> FlowAdapters.toPublisher(service.uni(work).convert().toPublisher()), true),
				new Library("Multi", (service, work) -> FlowAdapters.toPublisher(service.multi(work)), true),
				new Library("Flow.Publisher",
						(service, work) -> JdkFlowAdapter.flowPublisherToFlux(service.flowPublisher(work)), true));
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void holdsFromSubscriptionUntilTheEndAndGivesBackBeforeItIsTold(Library library) {
		run((service, quotes) -> {
			AtomicInteger heldAtEnd = new AtomicInteger(-1);
			Flux<?> flux = library.flux(service, this.work);
			assertThat(quotes.snapshot().statistics().acquired()).isZero();
			StepVerifier.create(flux.doOnComplete(() -> heldAtEnd.set(quotes.snapshot().held())))
				.then(() -> assertThat(quotes.snapshot().held()).isOne())
				.then(() -> (library.withValue ? this.work.next("done") : this.work).complete())
				.expectNextCount(library.withValue ? 1 : 0)
				.expectComplete()
				.verify(SOON);
			assertThat(heldAtEnd).hasValue(0);
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void givesBackBeforeAnErrorIsTold(Library library) {
		run((service, quotes) -> {
			AtomicInteger heldAtEnd = new AtomicInteger(-1);
			StepVerifier
				.create(library.flux(service, this.work).doOnError((ex) -> heldAtEnd.set(quotes.snapshot().held())))
				.then(() -> this.work.error(new IllegalStateException()))
				.expectError(IllegalStateException.class)
				.verify(SOON);
			assertThat(heldAtEnd).hasValue(0);
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void givesBackOnCancel(Library library) {
		run((service, quotes) -> {
			Disposable subscription = library.flux(service, this.work).subscribe();
			assertThat(quotes.snapshot().held()).isOne();
			subscription.dispose();
			assertThat(quotes.snapshot().held()).isZero();
			this.work.assertCancelled();
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void givesBackOnTimeout(Library library) {
		run((service, quotes) -> {
			VirtualTimeScheduler time = VirtualTimeScheduler.create();
			StepVerifier.create(library.flux(service, this.work).timeout(Duration.ofSeconds(5), time))
				.then(() -> assertThat(quotes.snapshot().held()).isOne())
				.then(() -> time.advanceTimeBy(Duration.ofSeconds(5)))
				.expectError(TimeoutException.class)
				.verify(SOON);
			assertThat(quotes.snapshot().held()).isZero();
			this.work.assertCancelled();
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void leavesTheQueueOnCancel(Library library) {
		run((service, quotes) -> {
			try (Permit taken = quotes.acquire()) {
				Disposable subscription = library.flux(service, this.work).subscribe();
				assertThat(quotes.snapshot().queueLength()).isOne();
				subscription.dispose();
				assertThat(quotes.snapshot().queueLength()).isZero();
				assertThat(taken.weight()).isOne();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("libraries")
	void isRefusedWithoutRunningTheBody(Library library) {
		run((service, quotes) -> {
			quotes.close();
			StepVerifier.create(library.flux(service, () -> {
				throw new AssertionError("ran");
			})).expectError(PermitRejectedException.class).verify(SOON);
		});
	}

	private static void run(Scenario test) {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			test.run(context.getBean(Service.class), quotes);
			assertThat(quotes.snapshot().held()).isZero();
			assertThat(quotes.snapshot().queueLength()).isZero();
		});
	}

	interface Scenario {

		void run(Service service, CountingSemaphore quotes) throws Exception;

	}

	interface Call {

		Publisher<?> call(Service service, Supplier<Publisher<String>> work);

	}

	static final class Library {

		private final String name;

		private final Call call;

		private final boolean withValue;

		private Library(String name, Call call, boolean withValue) {
			this.name = name;
			this.call = call;
			this.withValue = withValue;
		}

		private Flux<?> flux(Service service, TestPublisher<String> work) {
			return flux(service, work::flux);
		}

		private Flux<?> flux(Service service, Supplier<Publisher<String>> work) {
			return Flux.from(this.call.call(service, work));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	static class Service {

		@Permits("quotes")
		public Flowable<String> flowable(Supplier<Publisher<String>> work) {
			return Flowable.fromPublisher(work.get());
		}

		@Permits("quotes")
		public Observable<String> observable(Supplier<Publisher<String>> work) {
			return Observable.fromPublisher(work.get());
		}

		@Permits("quotes")
		public Single<String> single(Supplier<Publisher<String>> work) {
			return Single.fromPublisher(work.get());
		}

		@Permits("quotes")
		public Maybe<String> maybe(Supplier<Publisher<String>> work) {
			return Maybe.fromPublisher(work.get());
		}

		@Permits("quotes")
		public Completable completable(Supplier<Publisher<String>> work) {
			return Completable.fromPublisher(work.get());
		}

		@Permits("quotes")
		public Uni<String> uni(Supplier<Publisher<String>> work) {
			return Uni.createFrom().publisher(FlowAdapters.toFlowPublisher(work.get()));
		}

		@Permits("quotes")
		public Multi<String> multi(Supplier<Publisher<String>> work) {
			return Multi.createFrom().publisher(FlowAdapters.toFlowPublisher(work.get()));
		}

		@Permits("quotes")
		public Flow.Publisher<String> flowPublisher(Supplier<Publisher<String>> work) {
			return FlowAdapters.toFlowPublisher(work.get());
		}

	}

}
