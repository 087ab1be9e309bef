package dev.semaphore.spring.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationThreadsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SemaphoreAutoConfiguration.class))
		.withPropertyValues("semaphore.instances.reports.permits=1", "semaphore.instances.reports.max-wait=1m");

	@Test
	void whatWaitedGoesOnOnTheApplicationsExecutor() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(resumedOn(context.getBean(CountingSemaphore.class)).getName())
				.startsWith("task-"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whatWaitedGoesOnOnAVirtualThreadIfTheApplicationIsOnThem() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				Thread thread = resumedOn(context.getBean(CountingSemaphore.class));
				assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
			});
	}

	@Test
	void whatWaitedGoesOnOnAThreadOfItsOwnIfThereIsNoExecutor() {
		this.runner.run((context) -> assertThat(resumedOn(context.getBean(CountingSemaphore.class)))
			.isNotSameAs(Thread.currentThread()));
	}

	@Test
	void anExecutorThatRunsOnTheCallersThreadIsNotUsed() {
		this.runner.withBean("applicationTaskExecutor", SyncTaskExecutor.class)
			.run((context) -> assertThat(resumedOn(context.getBean(CountingSemaphore.class)))
				.isNotSameAs(Thread.currentThread()));
	}

	@Test
	void whatWaitedDoesNotQueueBehindThoseWhoWaitForItsPermit() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("spring.task.execution.pool.core-size=2")
			.run((context) -> {
				CountDownLatch end = new CountDownLatch(1);
				AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
				for (int i = 0; i < 3; i++) {
					executor.submit(() -> end.await(1, TimeUnit.MINUTES));
				}
				Thread thread = resumedOn(context.getBean(CountingSemaphore.class));
				end.countDown();
				assertThat(thread.getName()).doesNotStartWith("task-");
			});
	}

	@Test
	void whatWaitedGoesOnWhileTheApplicationsExecutorStops() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class)).run((context) -> {
			context.getBean(ThreadPoolTaskExecutor.class).getThreadPoolExecutor().shutdown();
			Thread thread = resumedOn(context.getBean(CountingSemaphore.class));
			assertThat(thread).isNotSameAs(Thread.currentThread());
			assertThat(thread.getName()).doesNotStartWith("task-");
		});
	}

	@Test
	void aThrottledExecutorIsNotUsed() {
		SimpleAsyncTaskExecutor throttled = new SimpleAsyncTaskExecutor("throttled-");
		throttled.setConcurrencyLimit(1);
		this.runner.withBean("applicationTaskExecutor", SimpleAsyncTaskExecutor.class, () -> throttled)
			.run((context) -> assertThat(resumedOn(context.getBean(CountingSemaphore.class)).getName())
				.doesNotStartWith("throttled-"));
	}

	private static Thread resumedOn(CountingSemaphore semaphore) throws Exception {
		CompletableFuture<Thread> thread;
		try (Permit taken = semaphore.acquire()) {
			thread = semaphore.acquireAsync(AcquireRequest.one()).thenApply((permit) -> {
				permit.close();
				return Thread.currentThread();
			});
			assertThat(taken.weight()).isOne();
		}
		return thread.get(1, TimeUnit.MINUTES);
	}

}
