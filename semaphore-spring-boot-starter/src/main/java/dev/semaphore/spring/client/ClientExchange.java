package dev.semaphore.spring.client;

import java.util.concurrent.CompletableFuture;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * One request that was sent, or waits to be, and its response.
 */
final class ClientExchange {

	private final CompletableFuture<Permit> permit;

	private volatile boolean reading;

	ClientExchange(CompletableFuture<Permit> permit) {
		this.permit = permit;
	}

	/**
	 * The response, which gives the permit back when it has been read.
	 */
	ClientResponse respond(ClientResponse response) {
		return response.mutate().body(this::untilRead).build();
	}

	private Flux<DataBuffer> untilRead(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			this.reading = true;
			return body.doOnTerminate(this::close).doOnCancel(this::close);
		});
	}

	/*
	 * Who cancels before the body is read may have got no response to read. Who reads it
	 * though will do so without a permit, which is the smaller evil.
	 */
	void cancel() {
		if (!this.reading) {
			close();
		}
	}

	/**
	 * Gives the permit back if there is no response.
	 */
	void closeUnless(@Nullable ClientResponse response) {
		if (response == null) {
			close();
		}
	}

	/**
	 * Leaves the queue, or gives the permit back. Closing again does nothing.
	 */
	void close() {
		if (!this.permit.cancel(false) && !this.permit.isCompletedExceptionally()) {
			this.permit.join().close();
		}
	}

}
