package dev.semaphore.spring.bench;

import java.util.List;

import dev.semaphore.spring.annotation.Permits;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;

import org.springframework.http.HttpStatus;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who limits the endpoint of the {@link LimitedServer}.
 */
enum Limit {

	NONE("no limit", Unlimited.class),

	CONCURRENCY_LIMIT("`@ConcurrencyLimit`", Throttled.class),

	BULKHEAD("`@Bulkhead`", Bulkheaded.class),

	PERMITS_FIFO("`@Permits`, FIFO", Permitted.class),

	PERMITS_LIFO("`@Permits`, LIFO", Permitted.class, "semaphore.defaults.order=lifo");

	final String label;

	final Class<?> controller;

	final List<String> properties;

	Limit(String label, Class<?> controller, String... properties) {
		this.label = label;
		this.controller = controller;
		this.properties = List.of(properties);
	}

	@RestController
	record Unlimited(SimulatedWork work) {

		@GetMapping("/")
		String get() {
			return this.work.run();
		}

	}

	@RestController
	static class Permitted {

		private final SimulatedWork work;

		Permitted(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		@Permits("work")
		public String get() {
			return this.work.run();
		}

	}

	@RestController
	@EnableResilientMethods
	static class Throttled {

		private final SimulatedWork work;

		Throttled(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		@ConcurrencyLimit(limitString = "${bench.permits}")
		public String get() {
			return this.work.run();
		}

	}

	@RestController
	static class Bulkheaded {

		private final SimulatedWork work;

		Bulkheaded(SimulatedWork work) {
			this.work = work;
		}

		@GetMapping("/")
		@Bulkhead(name = "work")
		public String get() {
			return this.work.run();
		}

		@ExceptionHandler(BulkheadFullException.class)
		@ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
		void refused() {
		}

	}

}
