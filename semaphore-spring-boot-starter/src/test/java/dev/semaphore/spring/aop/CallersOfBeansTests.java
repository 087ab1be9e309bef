package dev.semaphore.spring.aop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Whoever calls a method of a bean, the permit is taken: schedulers, publishers of
 * events, containers that call listeners, clients of interfaces.
 */
@Timeout(300)
class CallersOfBeansTests {

	@Test
	void aScheduledMethodWaitsForItsPermit() {
		PermitsContext.runner(WithScheduling.class).withUserConfiguration(ScheduledService.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			ScheduledService service = context.getBean(ScheduledService.class);
			assertThat(service.heldInWork().get(60, TimeUnit.SECONDS)).isOne();
			try (Permit taken = acquire(quotes)) {
				await().until(() -> quotes.snapshot().queueLength() == 1);
				assertThat(taken.weight()).isOne();
			}
		});
	}

	@Test
	void anEventListenerTakesAPermitAndItsRefusalReachesThePublisher() {
		PermitsContext.runner(ListeningService.class).run((context) -> {
			ListeningService service = context.getBean(ListeningService.class);
			context.publishEvent("first");
			assertThat(service.heldAtEvent()).isOne();
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> context.publishEvent("second"));
			assertThat(service.events()).isOne();
		});
	}

	@Test
	void aContainerThatCallsAListenerThroughItsInterfaceProxyTakesAPermit() {
		PermitsContext.runner()
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean("handler", Handler.class)
			.run((context) -> {
				Object bean = context.getBean("handler");
				assertThat(AopUtils.isJdkDynamicProxy(bean)).isTrue();
				Method declared = ReflectionUtils.findMethod(Handler.class, "handle", String.class);
				assertThat(declared).isNotNull();
				Method method = AopUtils.selectInvocableMethod(declared, bean.getClass());
				assertThat(method.invoke(bean, "message")).isEqualTo(1);
				PermitsContext.semaphore(context, "quotes").close();
				assertThatExceptionOfType(InvocationTargetException.class)
					.isThrownBy(() -> method.invoke(bean, "message"))
					.withCauseInstanceOf(PermitRejectedException.class);
			});
	}

	@Test
	void workOnAnExecutorOfTheUserIsHeldUntilItEndsThere() {
		PermitsContext.runner(ExecutingService.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			ExecutingService service = context.getBean(ExecutingService.class);
			ExecutorService executor = Executors.newFixedThreadPool(2, (task) -> new Thread(task, "own"));
			try {
				CountDownLatch end = new CountDownLatch(1);
				CompletableFuture<String> first = service.work(executor, end);
				CompletableFuture<String> second = service.work(executor, end);
				assertThat(quotes.snapshot().held()).isOne();
				assertThat(quotes.snapshot().queueLength()).isOne();
				end.countDown();
				assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("own");
				assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo("own");
				assertThat(quotes.snapshot().held()).isZero();
			}
			finally {
				executor.shutdown();
			}
		});
	}

	@Test
	void aThreadOfAnExecutorOfTheUserWaitsForItsPermit() {
		PermitsContext.runner(ExecutingService.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			ExecutingService service = context.getBean(ExecutingService.class);
			ExecutorService executor = Executors.newSingleThreadExecutor();
			try {
				CompletableFuture<Integer> waiting;
				try (Permit taken = acquire(quotes)) {
					waiting = CompletableFuture.supplyAsync(service::plain, executor);
					await().until(() -> quotes.snapshot().queueLength() == 1);
					assertThat(taken.weight()).isOne();
				}
				assertThat(waiting.get(60, TimeUnit.SECONDS)).isOne();
				await().until(() -> quotes.snapshot().held() == 0);
			}
			finally {
				executor.shutdown();
			}
		});
	}

	@Test
	void anAsyncMethodTakesItsPermitOnItsOwnThread() {
		PermitsContext.runner(AsyncService.class).run((context) -> {
			CountingSemaphore quotes = PermitsContext.semaphore(context, "quotes");
			AsyncService service = context.getBean(AsyncService.class);
			CompletableFuture<Integer> later;
			try (Permit taken = acquire(quotes)) {
				later = service.work();
				await().until(() -> quotes.snapshot().queueLength() == 1);
				assertThat(taken.weight()).isOne();
			}
			assertThat(later.get(60, TimeUnit.SECONDS)).isOne();
			await().until(() -> quotes.snapshot().held() == 0);
		});
	}

	@Test
	void aClientOfAnHttpInterfaceTakesAPermitForEachExchange() {
		PermitsContext.runner(WithClient.class).run((context) -> {
			QuoteClient client = context.getBean(QuoteClient.class);
			assertThat(client.quote()).isEqualTo("held 1");
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(client::quote);
		});
	}

	private static Permit acquire(CountingSemaphore semaphore) throws InterruptedException {
		return semaphore.acquire();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class WithScheduling {

	}

	static class ScheduledService extends HeldProbe {

		private final CompletableFuture<Integer> held = new CompletableFuture<>();

		ScheduledService(SemaphoreRegistry registry) {
			super(registry);
		}

		@Scheduled(fixedDelay = 1)
		@Permits("quotes")
		public void work() {
			this.held.complete(held("quotes"));
		}

		CompletableFuture<Integer> heldInWork() {
			return this.held;
		}

	}

	static class ExecutingService extends HeldProbe {

		ExecutingService(SemaphoreRegistry registry) {
			super(registry);
		}

		@Permits("quotes")
		public CompletableFuture<String> work(Executor executor, CountDownLatch end) {
			return CompletableFuture.supplyAsync(() -> {
				try {
					end.await();
					return Thread.currentThread().getName();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}, executor);
		}

		@Permits("quotes")
		public int plain() {
			return held("quotes");
		}

	}

	@EnableAsync
	static class AsyncService extends HeldProbe {

		AsyncService(SemaphoreRegistry registry) {
			super(registry);
		}

		@Async
		@Permits("quotes")
		public CompletableFuture<Integer> work() {
			return CompletableFuture.completedFuture(held("quotes"));
		}

	}

	static class ListeningService extends HeldProbe {

		private int events;

		private int heldAtEvent;

		ListeningService(SemaphoreRegistry registry) {
			super(registry);
		}

		@EventListener
		@Permits("quotes")
		public void on(String event) {
			this.events++;
			this.heldAtEvent = held("quotes");
		}

		int events() {
			return this.events;
		}

		int heldAtEvent() {
			return this.heldAtEvent;
		}

	}

	interface MessageHandler {

		int handle(String message);

	}

	static class Handler implements MessageHandler {

		private final SemaphoreRegistry registry;

		Handler(SemaphoreRegistry registry) {
			this.registry = registry;
		}

		@Override
		@Permits("quotes")
		public int handle(String message) {
			return this.registry.get("quotes").snapshot().held();
		}

	}

	@HttpExchange("http://quotes.test")
	interface QuoteClient {

		@GetExchange("/quote")
		@Permits("quotes")
		String quote();

	}

	@Configuration(proxyBeanMethods = false)
	static class WithClient {

		@Bean
		QuoteClient quoteClient(SemaphoreRegistry registry) {
			ClientHttpRequestFactory requests = (uri, method) -> {
				MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
				String body = "held " + registry.get("quotes").snapshot().held();
				request.setResponse(new MockClientHttpResponse(body.getBytes(StandardCharsets.UTF_8), 200));
				return request;
			};
			RestClient client = RestClient.builder().requestFactory(requests).build();
			return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
				.build()
				.createClient(QuoteClient.class);
		}

	}

}
