package dev.semaphore.spring.aop;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.semaphore.spring.PermitsCall;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.ReflectionUtils;

/**
 * Runs code as the body of an annotated method of the same return type would be.
 */
final class CodeCall implements PermitsCall {

	private static final ReturnStyle PLAIN = new PlainReturnStyle();

	private static final ReturnStyle COMPLETION_STAGE = new CompletionStageReturnStyle();

	private final Taking taking;

	CodeCall(Claim claim) {
		this.taking = new SingleTaking(claim);
	}

	@Override
	public void run(Runnable task) {
		try {
			PLAIN.invoke(CodeInvocation.of(task), operation(task, PLAIN));
		}
		catch (Throwable ex) {
			ReflectionUtils.rethrowRuntimeException(ex);
		}
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" }) // null is of whatever type
	public <T extends @Nullable Object> T call(Callable<T> task) throws Exception {
		try {
			return (T) PLAIN.invoke(CodeInvocation.of(task), operation(task, PLAIN));
		}
		catch (Throwable ex) {
			ReflectionUtils.rethrowException(ex);
			throw new IllegalStateException(ex);
		}
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T extends @Nullable Object> CompletableFuture<T> async(Supplier<? extends CompletionStage<T>> work) {
		return (CompletableFuture<T>) begin(work, COMPLETION_STAGE);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Mono<T> mono(Supplier<? extends Mono<T>> work) {
		return (Mono<T>) begin(work, Objects.requireNonNull(ReactiveReturnStyles.of(Mono.class)));
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Flux<T> flux(Supplier<? extends Flux<T>> work) {
		return (Flux<T>) begin(work, Objects.requireNonNull(ReactiveReturnStyles.of(Flux.class)));
	}

	private Object begin(Supplier<?> work, ReturnStyle style) {
		try {
			return Objects.requireNonNull(style.invoke(CodeInvocation.of(work), operation(work, style)));
		}
		catch (Throwable ex) {
			ReflectionUtils.rethrowRuntimeException(ex);
			throw new IllegalStateException(ex);
		}
	}

	private PermitsOperation operation(Object code, ReturnStyle style) {
		return new PermitsOperation(new GuardedMethod(CodeInvocation.METHOD, code.getClass()), this.taking, style,
				null);
	}

}
