package dev.semaphore.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CallQueueTests {

	private static final Membership MEMBER = new Membership("reports", "a", Duration.ofSeconds(30), new Terms(1, 0, 0));

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<List<String>> batches = new ArrayList<>();

	private final CompletableFuture<Void> firstStep = new CompletableFuture<>();

	@Test
	void callsThatComeWhileAStepIsUnderwayShareTheNextInTheirOrder() {
		CallQueue<QueuedCall<List<String>, String>> queue = queue(this.tasks::add, Duration.ofMinutes(1), this::work);
		List<CompletableFuture<String>> answers = new ArrayList<>();
		for (String name : List.of("a", "b", "c", "d")) {
			QueuedCall<List<String>, String> call = call(name);
			answers.add(call.stage().toCompletableFuture());
			queue.add(call);
			runTasks();
		}
		assertThat(this.batches).containsExactly(List.of("a"));
		this.firstStep.complete(null);
		runTasks();
		assertThat(this.batches).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
		assertThat(answers).extracting(CompletableFuture::join).containsExactly("a", "b", "c", "d");
	}

	@Test
	void asManyStepsAreUnderwayAsThereMayBe() {
		List<List<QueuedCall<List<String>, String>>> underway = new ArrayList<>();
		CompletableFuture<Void> step = new CompletableFuture<>();
		CallQueue<QueuedCall<List<String>, String>> queue = new CallQueue<>(Runnable::run, 2, 10, Duration.ofMinutes(1),
				(batch) -> {
					underway.add(batch);
					return step;
				});
		List<QueuedCall<List<String>, String>> calls = List.of(call("a"), call("b"), call("c"), call("d"));
		calls.forEach(queue::add);
		assertThat(underway).containsExactly(calls.subList(0, 1), calls.subList(1, 2));
		step.complete(null);
		assertThat(underway).hasSize(3).last().isEqualTo(calls.subList(2, 4));
	}

	@Test
	void noStepBeginsBeforeOneThatWasToBeginEarlier() throws Exception {
		List<String> begun = new CopyOnWriteArrayList<>();
		CountDownLatch taken = new CountDownLatch(1);
		CountDownLatch added = new CountDownLatch(1);
		CallQueue<QueuedCall<List<String>, String>> queue = new CallQueue<>(Runnable::run, 2, 1, Duration.ofMinutes(1),
				(batch) -> {
					if (taken.getCount() > 0) {
						taken.countDown();
						await(added);
					}
					batch.forEach((call) -> call.carryOut(begun));
					return new CompletableFuture<>();
				});
		CompletableFuture<Void> first = CompletableFuture.runAsync(() -> queue.add(call("first")));
		await(taken);
		queue.add(call("second"));
		added.countDown();
		first.get(1, TimeUnit.MINUTES);
		assertThat(begun).containsExactly("first", "second");
	}

	@Test
	void callsThatTheirCallersHaveGivenUpAreNotCarriedOut() {
		CallQueue<QueuedCall<List<String>, String>> queue = queue(this.tasks::add, Duration.ofNanos(1), this::work);
		QueuedCall<List<String>, String> call = call("late");
		queue.add(call);
		long now = System.nanoTime();
		while (System.nanoTime() - now < 2) {
			Thread.onSpinWait();
		}
		runTasks();
		assertThat(this.batches).isEmpty();
		assertThat(call.stage().toCompletableFuture()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void callsFailWhenTheExecutorIsClosed() {
		CallQueue<QueuedCall<List<String>, String>> queue = queue((task) -> {
			throw new RejectedExecutionException();
		}, Duration.ofMinutes(1), this::work);
		QueuedCall<List<String>, String> call = call("a");
		queue.add(call);
		assertThat(call.stage().toCompletableFuture()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("The store is closed");
	}

	@Test
	void callsFailWhileThereAreNoThreadsAndAreCarriedOutAfterwards() {
		AtomicBoolean none = new AtomicBoolean(true);
		CallQueue<QueuedCall<List<String>, String>> queue = queue((task) -> {
			if (none.get()) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			task.run();
		}, Duration.ofMinutes(1), this::work);
		QueuedCall<List<String>, String> refused = call("a");
		queue.add(refused);
		assertThat(refused.stage().toCompletableFuture()).isCompletedExceptionally();
		none.set(false);
		QueuedCall<List<String>, String> next = call("b");
		queue.add(next);
		assertThat(next.stage().toCompletableFuture()).isCompletedWithValue("b");
	}

	@Test
	void workThatThrowsFailsItsCallsAndStopsNobodyElse() {
		CallQueue<QueuedCall<List<String>, String>> queue = queue(this.tasks::add, Duration.ofMinutes(1), (batch) -> {
			if (this.batches.isEmpty()) {
				this.batches.add(List.of());
				throw new IllegalStateException("broken");
			}
			return work(batch);
		});
		QueuedCall<List<String>, String> first = call("a");
		queue.add(first);
		runTasks();
		assertThat(first.stage().toCompletableFuture()).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("broken");
		QueuedCall<List<String>, String> second = call("b");
		queue.add(second);
		runTasks();
		assertThat(second.stage().toCompletableFuture()).isCompletedWithValue("b");
	}

	private CompletionStage<?> work(List<QueuedCall<List<String>, String>> batch) {
		List<String> done = new ArrayList<>();
		this.batches.add(done);
		batch.forEach((call) -> call.carryOut(done));
		batch.forEach(QueuedCall::complete);
		return (this.batches.size() == 1) ? this.firstStep : CompletableFuture.completedFuture(batch);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void runTasks() {
		for (Runnable next = this.tasks.poll(); next != null; next = this.tasks.poll()) {
			next.run();
		}
	}

	private static CallQueue<QueuedCall<List<String>, String>> queue(Executor executor, Duration timeout,
			Function<List<QueuedCall<List<String>, String>>, CompletionStage<?>> work) {
		return new CallQueue<>(executor, 2, timeout, work);
	}

	private static QueuedCall<List<String>, String> call(String name) {
		return new QueuedCall<>(MEMBER, (done) -> {
			done.add(name);
			return name;
		});
	}

}
