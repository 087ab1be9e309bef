package dev.semaphore.spring.aop;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.resilience.retry.MethodRetryPredicate;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Where permits are taken among other advice: inside of {@code @Async},
 * {@code @Retryable} and method security, outside of {@code @Transactional} and
 * {@code @Cacheable}.
 */
@Timeout(300)
class AdviceOrderTests {

	@Test
	void insideOfAsyncSoThatTheCallerDoesNotWait() {
		PermitsContext.runner(WithAsync.class, AsyncService.class).run((context) -> {
			CompletableFuture<Integer> result;
			try (Permit taken = PermitsContext.semaphore(context, "quotes").acquire()) {
				result = context.getBean(AsyncService.class).call();
				await().until(() -> PermitsContext.semaphore(context, "quotes").snapshot().queueLength() == 1);
				assertThat(taken.weight()).isOne();
			}
			assertThat(result.get(60, TimeUnit.SECONDS)).isOne();
			await().until(() -> PermitsContext.held(context, "quotes") == 0);
		});
	}

	@Test
	void insideOfAsyncForAMethodWithoutResult() {
		PermitsContext.runner(WithAsync.class, AsyncService.class).run((context) -> {
			AsyncService service = context.getBean(AsyncService.class);
			try (Permit taken = PermitsContext.semaphore(context, "quotes").acquire()) {
				service.run();
				await().until(() -> PermitsContext.semaphore(context, "quotes").snapshot().queueLength() == 1);
				assertThat(taken.weight()).isOne();
			}
			assertThat(service.heldInRun().get(60, TimeUnit.SECONDS)).isOne();
			await().until(() -> PermitsContext.held(context, "quotes") == 0);
		});
	}

	@Test
	void insideOfRetryableAPermitForEachAttemptAndNoneBetweenThem() {
		PermitsContext.runner(WithRetry.class, RetryService.class).run((context) -> {
			Heard heard = context.getBean(Heard.class);
			assertThat(context.getBean(RetryService.class).call()).isEqualTo("third time");
			assertThat(heard.held).containsExactly(1, 0, 1, 0, 1);
		});
	}

	@Test
	void insideOfRetryableARefusalIsTriedAgain() {
		PermitsContext.runner(WithRetry.class, RetryService.class).run((context) -> {
			Heard heard = context.getBean(Heard.class);
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(RetryService.class).call());
			assertThat(heard.held).containsExactly(0, 0, 0);
		});
	}

	@Test
	void insideOfMethodSecuritySoThatWhoMayNotEnterTakesNone() {
		runner(WithSecurity.class, SecuredService.class).run((context) -> {
			PermitsContext.semaphore(context, "quotes").close();
			SecurityContextHolder.getContext()
				.setAuthentication(new TestingAuthenticationToken("user", "password", "ROLE_USER"));
			try {
				assertThatExceptionOfType(AccessDeniedException.class)
					.isThrownBy(() -> context.getBean(SecuredService.class).forAdmin());
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> context.getBean(SecuredService.class).forUser());
				PermitsContext.semaphore(context, "quotes").open();
				assertThat(context.getBean(SecuredService.class).forUser()).isOne();
				assertThat(context.getBean(SecuredService.class).judgedAfterwards()).isOne();
			}
			finally {
				SecurityContextHolder.clearContext();
			}
		});
	}

	@Test
	void outsideOfATransactionFromBeforeItBeginsUntilItIsCommitted() {
		runner(WithTransactions.class, TransactionalService.class).run((context) -> {
			assertThat(context.getBean(TransactionalService.class).call()).isOne();
			assertThat(context.getBean(Heard.class).held).containsExactly(1, 1);
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(TransactionalService.class).call());
			assertThat(context.getBean(Heard.class).held).as("no transaction begun").hasSize(2);
		});
	}

	@Test
	void outsideOfACacheSoThatLookingItUpTakesAPermitToo() {
		runner(WithCache.class, CachingService.class).run((context) -> {
			assertThat(context.getBean(CachingService.class).call("a")).isOne();
			assertThat(context.getBean(CachingService.class).call("a")).as("cached").isOne();
			PermitsContext.semaphore(context, "quotes").close();
			assertThatExceptionOfType(PermitRejectedException.class)
				.isThrownBy(() -> context.getBean(CachingService.class).call("a"));
		});
	}

	@Test
	void theOrderCanBeSet() {
		runner(WithSecurity.class, SecuredService.class).withPropertyValues("semaphore.aspect-order=1")
			.run((context) -> {
				PermitsContext.semaphore(context, "quotes").close();
				assertThatExceptionOfType(PermitRejectedException.class)
					.isThrownBy(() -> context.getBean(SecuredService.class).forAdmin());
			});
	}

	private static ApplicationContextRunner runner(Class<?>... beans) {
		return PermitsContext.runner(beans);
	}

	static class Heard {

		final List<Integer> held = new ArrayList<>();

		private final SemaphoreRegistry registry;

		Heard(SemaphoreRegistry registry) {
			this.registry = registry;
		}

		void now() {
			this.held.add(this.registry.get("quotes").snapshot().held());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class WithAsync {

	}

	static class AsyncService extends HeldProbe {

		private final CompletableFuture<Integer> heldInRun = new CompletableFuture<>();

		AsyncService(SemaphoreRegistry registry) {
			super(registry);
		}

		@Async
		@Permits("quotes")
		public CompletableFuture<Integer> call() {
			return CompletableFuture.completedFuture(held("quotes"));
		}

		@Async
		@Permits("quotes")
		public void run() {
			this.heldInRun.complete(held("quotes"));
		}

		CompletableFuture<Integer> heldInRun() {
			return this.heldInRun;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableResilientMethods
	static class WithRetry {

		@Bean
		Heard heard(SemaphoreRegistry registry) {
			return new Heard(registry);
		}

	}

	static class BetweenAttempts implements MethodRetryPredicate {

		private final Heard heard;

		BetweenAttempts(Heard heard) {
			this.heard = heard;
		}

		@Override
		public boolean shouldRetry(Method method, Throwable throwable) {
			this.heard.now();
			return true;
		}

	}

	static class RetryService {

		private final Heard heard;

		private int attempts;

		RetryService(Heard heard) {
			this.heard = heard;
		}

		@Retryable(maxRetries = 2, delay = 1, predicate = BetweenAttempts.class)
		@Permits("quotes")
		public String call() {
			this.heard.now();
			if (++this.attempts < 3) {
				throw new IllegalStateException();
			}
			return "third time";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class WithSecurity {

		@Bean
		HeldProbe probe(SemaphoreRegistry registry) {
			return new HeldProbe(registry);
		}

	}

	static class SecuredService extends HeldProbe {

		SecuredService(SemaphoreRegistry registry) {
			super(registry);
		}

		@PreAuthorize("hasRole('ADMIN')")
		@Permits("quotes")
		public int forAdmin() {
			return held("quotes");
		}

		@PreAuthorize("hasRole('USER')")
		@Permits("quotes")
		public int forUser() {
			return held("quotes");
		}

		@PostAuthorize("returnObject == 1 and @probe.held('quotes') == 0")
		@Permits("quotes")
		public int judgedAfterwards() {
			return held("quotes");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class WithTransactions {

		@Bean
		Heard heard(SemaphoreRegistry registry) {
			return new Heard(registry);
		}

		@Bean
		AbstractPlatformTransactionManager transactionManager(Heard heard) {
			return new HearingTransactionManager(heard);
		}

	}

	@SuppressWarnings("serial")
	static class HearingTransactionManager extends AbstractPlatformTransactionManager {

		private final transient Heard heard;

		HearingTransactionManager(Heard heard) {
			this.heard = heard;
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.heard.now();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.heard.now();
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			throw new AssertionError("rolled back");
		}

	}

	static class TransactionalService extends HeldProbe {

		TransactionalService(SemaphoreRegistry registry) {
			super(registry);
		}

		@Transactional
		@Permits("quotes")
		public int call() {
			return held("quotes");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class WithCache {

		@Bean
		ConcurrentMapCacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class CachingService extends HeldProbe {

		CachingService(SemaphoreRegistry registry) {
			super(registry);
		}

		@Cacheable("answers")
		@Permits("quotes")
		public int call(String name) {
			return held("quotes");
		}

	}

}
