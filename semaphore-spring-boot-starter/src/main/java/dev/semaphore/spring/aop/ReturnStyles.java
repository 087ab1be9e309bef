package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;

/**
 * Chooses the style of a method by its return type. What is asynchronous in a way that no
 * style knows is refused: its permit would go back before the work is over.
 */
final class ReturnStyles {

	private static final ReturnStyle PLAIN = new PlainReturnStyle();

	private static final ReturnStyle LOOSE = new LooseReturnStyle();

	private static final ReturnStyle COMPLETION_STAGE = new CompletionStageReturnStyle();

	private ReturnStyles() {
	}

	/**
	 * The style of a method.
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if there is none
	 */
	static ReturnStyle of(AnnotationSite site) {
		if (KotlinDetector.isSuspendingFunction(site.method().method())) {
			throw unsupported(site, "is a suspend function");
		}
		ResolvableType returnType = site.method().returnType();
		Class<?> type = returnType.toClass();
		if (CompletionStage.class.isAssignableFrom(type) && type.isAssignableFrom(CompletableFuture.class)) {
			return COMPLETION_STAGE;
		}
		ReturnStyle reactive = ReactiveReturnStyles.of(type);
		if (reactive != null) {
			return reactive;
		}
		if (AsynchronousTypes.contains(type) || AsynchronousTypes.isInBody(returnType)) {
			throw unsupported(site, "returns " + returnType);
		}
		return type.isAssignableFrom(CompletableFuture.class) ? LOOSE : PLAIN;
	}

	private static RuntimeException unsupported(AnnotationSite site, String what) {
		return site.mistake(what + ", which is not supported yet: the permit would go back before the work is over.",
				"Return a plain value, CompletionStage or CompletableFuture, or move @Permits to the method that does "
						+ "the work.");
	}

}
