package dev.semaphore.cookbook;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphorePolicy;

final class Printers {

	private final CountingSemaphore free = CountingSemaphore.create("printers", SemaphorePolicy.of(3));

	private final Queue<String> idle = new ConcurrentLinkedQueue<>();

	Printers() {
		this.idle.add("ink");
		this.idle.add("laser");
		this.idle.add("plotter");
	}

	void print(Consumer<String> job) throws InterruptedException {
		try (Permit permit = this.free.acquire()) {
			String printer = this.idle.remove(); // there is one: the permit says so
			try {
				job.accept(printer);
			}
			finally {
				this.idle.add(printer);
			}
		}
	}

}
