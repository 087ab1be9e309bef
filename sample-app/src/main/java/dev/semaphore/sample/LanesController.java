package dev.semaphore.sample;

import java.util.Map;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The slider of the start page.
 */
@RestController
@Profile("!production")
class LanesController {

	private final Lanes lanes;

	LanesController(Lanes lanes) {
		this.lanes = lanes;
	}

	@PostMapping(path = "/api/lanes", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void load(@RequestBody Map<String, Integer> load) {
		Integer perSecond = load.get("perSecond");
		if (perSecond == null || perSecond < 0 || perSecond > Lanes.MOST) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"perSecond must be 0 to " + Lanes.MOST + ", but is " + perSecond);
		}
		this.lanes.load(perSecond);
	}

}
