package dev.semaphore.sample;

import java.time.Duration;
import java.util.List;

import dev.semaphore.spring.annotation.Permits;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Recommendations of a model that is dear to run. Who finds it busy does not wait but
 * gets what everybody buys.
 */
@RestController
class RecommendationController {

	private static final Duration MODEL_THINKS = Duration.ofMillis(400);

	private final Workload workload;

	RecommendationController(Workload workload) {
		this.workload = workload;
	}

	@GetMapping("/api/recommendations")
	@Permits(name = "recommendations", maxWait = "0", fallback = "whatEverybodyBuys")
	Recommendation recommend(@RequestParam(defaultValue = "A-1") String account) {
		this.workload.run("recommendations", MODEL_THINKS);
		return new Recommendation(account, "model", List.of("INITECH", "HOOLI"));
	}

	Recommendation whatEverybodyBuys(String account) {
		return new Recommendation(account, "bestsellers", List.of("ACME", "GLOBEX"));
	}

	/**
	 * Shares to buy.
	 *
	 * @param account for whom
	 * @param source who recommends them
	 * @param symbols the shares
	 */
	record Recommendation(String account, String source, List<String> symbols) {

	}

}
