package dev.semaphore.sample;

import dev.semaphore.sample.BatchService.Batch;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Batches, the larger the heavier.
 */
@RestController
class BatchController {

	private final BatchService batches;

	BatchController(BatchService batches) {
		this.batches = batches;
	}

	@GetMapping("/api/batches")
	Batch settle(@RequestParam(defaultValue = "3") int size) {
		if (size < 1) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "size must be 1 or more, but is " + size);
		}
		return this.batches.settle(size);
	}

}
