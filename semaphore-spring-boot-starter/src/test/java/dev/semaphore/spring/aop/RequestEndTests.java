package dev.semaphore.spring.aop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A permit that is held until the response never outlives its request, whenever that
 * ends.
 */
class RequestEndTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final ServletRequestAttributes attributes = new ServletRequestAttributes(this.request, this.response);

	private final StandardServletAsyncWebRequest async = new StandardServletAsyncWebRequest(this.request,
			this.response);

	@BeforeEach
	void begin() {
		this.request.setAsyncSupported(true);
		RequestContextHolder.setRequestAttributes(this.attributes);
	}

	@AfterEach
	void end() {
		RequestContextHolder.resetRequestAttributes();
	}

	@Test
	void aRequestThatEndsWhileItWaitsLeavesTheQueue() {
		PermitsContext.runner(Service.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			CompletableFuture<Integer> later;
			try (Permit taken = quotes.acquire()) {
				assertThat(taken.weight()).isOne();
				startAsync();
				later = context.getBean(Service.class).later();
				assertThat(quotes.snapshot().queueLength()).isOne();
				this.attributes.requestCompleted();
				assertThat(quotes.snapshot().queueLength()).isOne();
				complete();
				assertThat(quotes.snapshot().queueLength()).isZero();
			}
			assertThat(later).isCompletedExceptionally();
			assertThat(quotes.snapshot().held()).isZero();
		});
	}

	@Test
	void onAThreadThatStillHasARequestThatIsOverThePermitGoesBackAtReturn() {
		PermitsContext.runner(Service.class).run((context) -> {
			this.attributes.requestCompleted();
			assertThat(context.getBean(Service.class).now()).isOne();
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void onAThreadWhoseRequestTheContainerTookBackThePermitGoesBackAtReturn() {
		MockHttpServletRequest takenBack = new MockHttpServletRequest() {

			@Override
			public Object getAttribute(String name) {
				throw new IllegalStateException("recycled");
			}

		};
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(takenBack, this.response));
		PermitsContext.runner(Service.class).run((context) -> {
			assertThat(context.getBean(Service.class).now()).isOne();
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void aPermitTakenBeforeTheRequestBecomesAsynchronousIsHeldUntilThatIsOver() {
		PermitsContext.runner(Service.class).run((context) -> {
			assertThat(context.getBean(Service.class).now()).isOne();
			startAsync();
			this.attributes.requestCompleted();
			assertThat(PermitsContext.held(context, "quotes")).isOne();
			complete();
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void aTaskThatBeginsAfterItsRequestIsOverTakesAPermitOfItsOwn() throws Exception {
		PermitsContext.runner(Service.class).run((context) -> {
			WebAsyncManager manager = WebAsyncUtils.getAsyncManager(this.request);
			manager.setAsyncWebRequest(this.async);
			List<Runnable> submitted = new ArrayList<>();
			AtomicInteger held = new AtomicInteger(-1);
			WebAsyncTask<Integer> task = context.getBean(Service.class).task(held);
			manager.setTaskExecutor(new TaskExecutorAdapter(submitted::add));
			manager.startCallableProcessing(task);
			this.attributes.requestCompleted();
			assertThat(PermitsContext.held(context, "quotes")).isOne();
			complete();
			assertThat(PermitsContext.held(context, "quotes")).isZero();
			submitted.forEach(Runnable::run);
			assertThat(held).hasValue(1);
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	@Test
	void aRequestDoesNotWaitForWhatItHoldsItself() {
		PermitsContext.runner(Service.class).run((context) -> {
			Service service = context.getBean(Service.class);
			assertThat(service.now()).isOne();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(service::now)
				.extracting(PermitRejectedException::reason)
				.isEqualTo(RejectionReason.REENTRANT);
			assertThat(service.later()).isCompletedExceptionally();
			this.attributes.requestCompleted();
			assertThat(PermitsContext.held(context, "quotes")).isZero();
		});
	}

	private void startAsync() {
		WebAsyncUtils.getAsyncManager(this.request).setAsyncWebRequest(this.async);
		this.async.startAsync();
	}

	private void complete() {
		this.request.getAsyncContext().complete();
	}

	static class Service {

		private final SemaphoreRegistry registry;

		Service(SemaphoreRegistry registry) {
			this.registry = registry;
		}

		@Permits(name = "quotes", release = Release.RESPONSE)
		public int now() {
			return this.registry.get("quotes").snapshot().held();
		}

		@Permits("quotes")
		public WebAsyncTask<Integer> task(AtomicInteger held) {
			return new WebAsyncTask<>(() -> {
				held.set(this.registry.get("quotes").snapshot().held());
				return 1;
			});
		}

		@Permits(name = "quotes", release = Release.RESPONSE)
		public CompletableFuture<Integer> later() {
			return CompletableFuture.completedFuture(1);
		}

	}

}
