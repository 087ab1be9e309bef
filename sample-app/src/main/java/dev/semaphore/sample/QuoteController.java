package dev.semaphore.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Quotes from a market whose feed serves a few callers at once.
 */
@RestController
class QuoteController {

	private static final Duration FEED_ANSWERS = Duration.ofMillis(200);

	private final Workload workload;

	QuoteController(Workload workload) {
		this.workload = workload;
	}

	@GetMapping("/api/quotes/{symbol}")
	@Permits("quotes")
	Quote quote(@PathVariable String symbol) {
		this.workload.run("quotes", FEED_ANSWERS);
		String share = symbol.toUpperCase(Locale.ROOT);
		return new Quote(share, BigDecimal.valueOf(1000 + Math.floorMod(share.hashCode(), 9000), 2));
	}

}
