package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.semaphore.spring.annotation.Release;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Chooses the style of a method by its return type. What is asynchronous in a way that no
 * style knows is refused: its permit would go back before the work is over.
 */
final class ReturnStyles {

	private static final ReturnStyle PLAIN = new PlainReturnStyle();

	private static final ReturnStyle COMPLETION_STAGE = new CompletionStageReturnStyle();

	private ReturnStyles() {
	}

	/**
	 * The style of a method.
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if there is none
	 */
	static ReturnStyle of(AnnotationSite site, Release release) {
		boolean suspending = KotlinDetector.isSuspendingFunction(site.method().method());
		return switch (release) {
			case AUTO -> untilTheEnd(site, suspending, false);
			case RETURN -> untilReturn(site, suspending);
			case COMPLETE -> untilCompletion(site, suspending);
			case RESPONSE -> ResponseTaking.style(site, suspending);
		};
	}

	/**
	 * The style that holds until the work is over, of a type that tells.
	 * @return the style, or null if the work is over when the method returns
	 */
	static @Nullable ReturnStyle find(GuardedMethod method, boolean suspending, boolean closeables) {
		ResolvableType returned = suspending ? suspended(method) : method.returnType();
		Class<?> type = returned.toClass();
		if (suspending) {
			return ReactiveReturnStyles.ofSuspending(type);
		}
		if (CompletionStage.class.isAssignableFrom(type) && type.isAssignableFrom(CompletableFuture.class)) {
			return COMPLETION_STAGE;
		}
		ReturnStyle reactive = ReactiveReturnStyles.of(type);
		if (reactive != null) {
			return reactive;
		}
		Hold<?> hold = hold(returned, closeables);
		return (hold != null) ? new SynchronousReturnStyle(hold) : null;
	}

	private static @Nullable Hold<?> hold(ResolvableType returned, boolean closeables) {
		Class<?> type = returned.toClass();
		if (Holds.isEntity(type)) {
			Class<?> body = returned.getGeneric(0).toClass();
			Hold<?> hold = (body == Object.class) ? new LooseHold(closeables) : Holds.of(body);
			return (hold != null) ? new EntityHold(hold) : null;
		}
		Hold<?> hold = Holds.of(type);
		if (hold != null && hold.fits(type)) {
			return hold;
		}
		boolean loose = hold == null && type.isAssignableFrom(CompletableFuture.class);
		return loose ? new LooseHold(closeables) : null;
	}

	private static ReturnStyle untilTheEnd(AnnotationSite site, boolean suspending, boolean closeables) {
		refuseNested(site, suspending);
		ReturnStyle style = find(site.method(), suspending, closeables);
		if (style != null) {
			return style;
		}
		ResolvableType returned = site.method().returnType();
		if (suspending || AsynchronousTypes.contains(returned.toClass())) {
			throw site.mistake(
					(suspending ? "is a suspending function" : "returns " + returned)
							+ ", of which nobody here can tell when its work is over.",
					suspending ? "Add kotlinx-coroutines-reactor to the class path."
							: "Declare a more general type, such as Flux, CompletionStage, Future or Callable, or say "
									+ "release = RETURN if the permit is only for the method itself.");
		}
		return PLAIN;
	}

	private static ReturnStyle untilReturn(AnnotationSite site, boolean suspending) {
		if (suspending) {
			throw site.mistake("is a suspending function, which returns many times until it is done.",
					"Remove release = RETURN: the permit goes back when the function is done.");
		}
		return PLAIN;
	}

	private static ReturnStyle untilCompletion(AnnotationSite site, boolean suspending) {
		ReturnStyle style = untilTheEnd(site, suspending, true);
		if (style != PLAIN) {
			return style;
		}
		Class<?> type = site.method().returnType().toClass();
		if (type.isInterface() && AutoCloseable.class.isAssignableFrom(type)) {
			return new SynchronousReturnStyle(new CloseableHold());
		}
		boolean closeable = AutoCloseable.class.isAssignableFrom(type);
		throw site.mistake(
				closeable ? "says release = COMPLETE, but " + type.getName() + " is a class, whose close() nobody sees."
						: "says release = COMPLETE, but what it returns (" + type.getName() + ") never completes.",
				closeable ? "Return an interface that extends AutoCloseable."
						: "Remove the release: the permit goes back when the method returns.");
	}

	/*
	 * Of two works within one another only the outer one would be followed.
	 */
	private static void refuseNested(AnnotationSite site, boolean suspending) {
		ResolvableType returned = suspending ? suspended(site.method()) : site.method().returnType();
		ResolvableType inner = suspending ? returned : returned.getGeneric(0);
		boolean outer = suspending
				|| (AsynchronousTypes.contains(returned.toClass()) && !AsynchronousTypes.isOfMany(returned.toClass()));
		if (outer && (AsynchronousTypes.isInBody(inner)
				|| (!suspending && AsynchronousTypes.contains(inner.toClass())))) {
			throw site.mistake("returns " + returned + ": work within work, whose end nobody here can tell.",
					"Return one asynchronous type, or say release = RESPONSE in a controller.");
		}
	}

	private static ResolvableType suspended(GuardedMethod method) {
		return ResolvableType.forType(new MethodParameter(method.method(), -1).getGenericParameterType());
	}

}
