package dev.semaphore.spring.bench;

import java.io.IOException;
import java.util.List;

import dev.semaphore.bench.BenchmarkSettings;
import dev.semaphore.bench.Comparison;
import dev.semaphore.bench.Document;
import dev.semaphore.bench.Measurements;

/**
 * How often the clients of one semaphore take a permit, while there are enough for all,
 * and when there is only one.
 */
final class StoresBenchmark {

	static final String RATE = "takes/s";

	private static final int ENOUGH = 64;

	private static final List<Integer> CLIENTS = List.of(1, 8, 64);

	private static final int CROWD = 8;

	void run() throws Exception {
		// the first would otherwise be measured in a process that is still cold
		for (StoreSubject subject : StoreSubject.values()) {
			measure(subject, CROWD, ENOUGH, new Measurements());
		}
		Measurements measurements = new Measurements();
		for (int round = 1; round <= BenchmarkSettings.rounds(); round++) {
			for (StoreSubject subject : StoreSubject.values()) {
				for (int clients : CLIENTS) {
					measure(subject, clients, ENOUGH, measurements);
				}
				measure(subject, CROWD, 1, measurements);
			}
		}
		publish(measurements);
	}

	private static void measure(StoreSubject subject, int clients, int permits, Measurements measurements)
			throws Exception {
		System.out.printf("%s: %d clients, %d permits%n", subject.label, clients, permits);
		try (StoreClients crew = subject.open(clients, permits)) {
			crew.measure(name(subject, clients, permits), measurements);
		}
	}

	private static void publish(Measurements measurements) throws IOException {
		StringBuilder table = new StringBuilder("""
				| takes per second | 1 client | 8 clients | 64 clients | 8 clients, 1 permit |
				|---|--:|--:|--:|--:|
				""");
		for (StoreSubject subject : StoreSubject.values()) {
			table.append("| ").append(subject.label).append(" |");
			CLIENTS.forEach((clients) -> table.append(cell(measurements, name(subject, clients, ENOUGH))));
			table.append(cell(measurements, name(subject, CROWD, 1))).append('\n');
		}
		Document.publish("stores", table.toString());
	}

	private static String cell(Measurements measurements, String name) {
		return " " + Comparison.number(measurements.median(name, RATE).orElse(Double.NaN)) + " |";
	}

	private static String name(StoreSubject subject, int clients, int permits) {
		return subject + " " + clients + " " + permits;
	}

}
