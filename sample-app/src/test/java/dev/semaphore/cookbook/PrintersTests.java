package dev.semaphore.cookbook;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PrintersTests {

	private final Printers printers = new Printers();

	private final Map<String, Integer> busy = new ConcurrentHashMap<>();

	private final Map<Integer, String> printed = new ConcurrentHashMap<>();

	@Test
	void eachPrinterPrintsOneJobAtATime() {
		ExecutorService users = Executors.newFixedThreadPool(10);
		try {
			List<CompletableFuture<Void>> jobs = IntStream.range(0, 300)
				.mapToObj((job) -> CompletableFuture.runAsync(() -> print(job), users))
				.toList();
			jobs.forEach(CompletableFuture::join);
		}
		finally {
			users.shutdownNow();
		}
		assertThat(this.printed).hasSize(300).containsValue("ink");
		assertThat(this.busy).isEmpty();
	}

	private void print(int job) {
		try {
			this.printers.print((printer) -> {
				assertThat(this.busy.put(printer, job)).as("who prints on " + printer).isNull();
				this.printed.put(job, printer);
				assertThat(this.busy.remove(printer)).isEqualTo(job);
			});
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
