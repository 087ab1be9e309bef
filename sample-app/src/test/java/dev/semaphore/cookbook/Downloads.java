package dev.semaphore.cookbook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphorePolicy;

final class Downloads {

	private final CountingSemaphore limit = CountingSemaphore.create("downloads", SemaphorePolicy.of(3));

	private final Function<String, CompletableFuture<byte[]>> client;

	Downloads(Function<String, CompletableFuture<byte[]>> client) {
		this.client = client;
	}

	List<CompletableFuture<byte[]>> all(List<String> addresses) {
		return addresses.stream().map(this::one).toList();
	}

	private CompletableFuture<byte[]> one(String address) {
		return this.limit.acquireAsync(1, Duration.ofMinutes(5)) // a waiting download
																	// holds no thread
			.thenCompose((permit) -> this.client.apply(address).whenComplete((bytes, failure) -> permit.close()));
	}

}
