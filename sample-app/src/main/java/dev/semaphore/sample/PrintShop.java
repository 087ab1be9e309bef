package dev.semaphore.sample;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Three printers that many share. Whoever has a permit finds a printer idle: that is all
 * the semaphore is for. Remembers what happened last.
 */
@Component
class PrintShop {

	private static final Duration A_DOCUMENT = Duration.ofSeconds(2);

	private static final int REMEMBERED = 30;

	private final Workload workload;

	private final Executor executor;

	private final ReentrantLock lock = new ReentrantLock();

	/** Who prints on which; empty when it is idle. */
	private final Map<String, String> printers = new LinkedHashMap<>();

	private final List<String> waiting = new ArrayList<>();

	private final Deque<String> events = new ArrayDeque<>();

	PrintShop(Workload workload, @Qualifier("applicationTaskExecutor") Executor executor) {
		this.workload = workload;
		this.executor = executor;
		List.of("ink", "laser", "plotter").forEach((printer) -> this.printers.put(printer, ""));
	}

	/** Somebody asks for a permit. */
	void asks(String user) {
		change(() -> {
			this.waiting.add(user);
			tell("P: " + user + " asks for a printer");
		});
	}

	/** Has a permit while it runs, and until the future completes. */
	@Permits("printers")
	CompletableFuture<String> print(String user) {
		String printer = change(() -> begin(user));
		return work(printer).whenComplete((result, failure) -> change(() -> end(user, printer)));
	}

	private CompletableFuture<String> work(String printer) {
		try {
			return CompletableFuture.runAsync(() -> this.workload.run("printers", A_DOCUMENT), this.executor)
				.thenApply((done) -> printer);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Somebody was refused. */
	void refused(String user) {
		change(() -> {
			this.waiting.remove(user);
			tell("No: " + user + " is refused");
		});
	}

	PrintShopState state() {
		this.lock.lock();
		try {
			return new PrintShopState(new LinkedHashMap<>(this.printers), List.copyOf(this.waiting),
					List.copyOf(this.events));
		}
		finally {
			this.lock.unlock();
		}
	}

	private String begin(String user) {
		this.waiting.remove(user);
		String printer = this.printers.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isEmpty())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The permit says that a printer is idle, but none is"))
			.getKey();
		this.printers.put(printer, user);
		tell(user + " prints on " + printer);
		return printer;
	}

	private void end(String user, String printer) {
		this.printers.put(printer, "");
		tell("V: " + user + " gives " + printer + " back");
	}

	private void tell(String event) {
		if (this.events.size() == REMEMBERED) {
			this.events.removeLast();
		}
		this.events.addFirst(event);
	}

	private void change(Runnable change) {
		change(() -> {
			change.run();
			return "";
		});
	}

	private String change(Supplier<String> change) {
		this.lock.lock();
		try {
			return change.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
