package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Threads that begin together, and whose failures are the test's.
 */
final class Crew {

	private static final int PATIENCE_SECONDS = 120;

	private final List<CompletableFuture<Void>> ends = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private Crew() {
	}

	/** Starts threads that do the same, each knowing its number. */
	static Crew start(ThreadFactory factory, int size, Duty duty) {
		Crew crew = new Crew();
		CyclicBarrier barrier = new CyclicBarrier(size);
		for (int i = 0; i < size; i++) {
			int number = i;
			crew.add(factory, () -> {
				barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
				duty.perform(number);
			});
		}
		return crew;
	}

	/** Starts one thread. */
	static Crew start(ThreadFactory factory, Task task) {
		return start(factory, 1, (number) -> task.perform());
	}

	/** Starts threads that do the same, and waits until all have done it. */
	static void perform(ThreadFactory factory, int size, Duty duty) {
		start(factory, size, duty).join();
	}

	Thread thread() {
		return this.threads.get(0);
	}

	List<Thread> threads() {
		return List.copyOf(this.threads);
	}

	boolean isDone() {
		return this.ends.stream().allMatch(CompletableFuture::isDone);
	}

	void join() {
		this.ends.forEach((end) -> end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
	}

	private void add(ThreadFactory factory, Task task) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		this.ends.add(end);
		Thread thread = factory.newThread(() -> {
			try {
				task.perform();
				end.complete(null);
			}
			catch (Throwable ex) {
				end.completeExceptionally(ex);
			}
		});
		this.threads.add(thread);
		thread.start();
	}

	interface Duty {

		void perform(int number) throws Exception;

	}

	interface Task {

		void perform() throws Exception;

	}

}
