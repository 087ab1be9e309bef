package dev.semaphore.sample;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The quick page: one row by its key. It takes no permit, and needs none, for the reports
 * leave it some connections of the pool.
 */
@RestController
class OrderController {

	private final JdbcClient jdbc;

	OrderController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@GetMapping("/api/orders/{id}")
	Order order(@PathVariable long id) {
		return this.jdbc.sql("""
				SELECT id, account, symbol, quantity, price, placed_on
				FROM orders
				WHERE id = :id
				""")
			.param("id", id)
			.query(Order.class)
			.optional()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no order " + id));
	}

}
