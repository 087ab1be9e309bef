package dev.semaphore.spring.autoconfigure;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Annotated methods of every return type that the JDK has.
 */
public class SlimService {

	private final ObjectProvider<SlimService> self;

	SlimService(ObjectProvider<SlimService> self) {
		this.self = self;
	}

	void callAll() throws Exception {
		SlimService proxy = this.self.getObject();
		proxy.value();
		proxy.object().toString();
		proxy.stage().join();
		proxy.future().get();
		proxy.stream().close();
		proxy.callable().call();
		proxy.closeable().close();
	}

	@Permits("reports")
	public String value() {
		return "done";
	}

	@Permits("reports")
	public Object object() {
		return "done";
	}

	@Permits("reports")
	public CompletableFuture<String> stage() {
		return CompletableFuture.completedFuture("done");
	}

	@Permits("reports")
	public Future<String> future() {
		return CompletableFuture.completedFuture("done");
	}

	@Permits("reports")
	public Stream<String> stream() {
		return Stream.of("done");
	}

	@Permits("reports")
	public Callable<String> callable() {
		return () -> "done";
	}

	@Permits(name = "reports", release = Release.COMPLETE)
	public AutoCloseable closeable() {
		return () -> {
		};
	}

}
