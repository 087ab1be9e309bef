package dev.semaphore.sample;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Sends bursts on behalf of the start page, for a browser sends no more than six requests
 * to one host at a time. For this machine only, and not in production. It wants JSON, so
 * that a page of somebody else's cannot make a browser send one.
 */
@RestController
@Profile("!production")
class BurstController {

	private final BurstSender sender;

	BurstController(BurstSender sender) {
		this.sender = sender;
	}

	@PostMapping(path = "/api/bursts", consumes = MediaType.APPLICATION_JSON_VALUE)
	CompletableFuture<BurstResult> send(@RequestBody Burst burst, HttpServletRequest request)
			throws UnknownHostException {
		if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN,
					"Bursts are for callers on this machine; from elsewhere send your own requests");
		}
		String path = burst.path();
		if (path == null) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"target must be one of " + Burst.TARGETS.keySet() + ", but is " + burst.target());
		}
		if (burst.requests() < 1 || burst.requests() > Burst.MOST) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"requests must be 1 to " + Burst.MOST + ", but is " + burst.requests());
		}
		URI uri = URI.create("http://localhost:" + request.getLocalPort() + request.getContextPath() + path);
		return this.sender.send(uri, burst.requests());
	}

}
