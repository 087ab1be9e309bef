package dev.semaphore.sample;

import java.util.Map;
import java.util.Set;

import dev.semaphore.PermitRejectedException;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes jobs for the printers of the start page, and answers at once: a browser would
 * wait with no more than six requests.
 */
@RestController
@Profile("!production")
class PrintShopController {

	static final Set<String> USERS = Set.of("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gia", "Hal");

	private final PrintShop shop;

	PrintShopController(PrintShop shop) {
		this.shop = shop;
	}

	@GetMapping("/api/prints")
	PrintShopState state() {
		return this.shop.state();
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the shop tells of its end
	@PostMapping(path = "/api/prints", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	void print(@RequestBody Map<String, String> job) {
		String user = job.get("user");
		if (user == null || !USERS.contains(user)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "user must be one of " + USERS);
		}
		this.shop.asks(user);
		this.shop.print(user).whenComplete((printer, failure) -> {
			if (failure instanceof PermitRejectedException) {
				this.shop.refused(user);
			}
		});
	}

}
