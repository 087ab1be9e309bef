package dev.semaphore.spring.aop;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * When a call takes its permits and when it gives them back, for one kind of return type.
 * Stateless: one object serves all methods of its kind.
 * <p>
 * Each style owes the same to every call: the permits are taken before the body runs,
 * which it does by
 * {@link PermitsOperation#proceed(MethodInvocation, dev.semaphore.Permit)}; whoever ends
 * the work and however, they go back once, before anybody downstream is told of the end;
 * a refusal goes to
 * {@link PermitsOperation#refused(MethodInvocation, dev.semaphore.PermitRejectedException)},
 * and nothing else does.
 */
interface ReturnStyle {

	/**
	 * Runs a call.
	 * @param invocation the call; a style that proceeds after it has returned must do so
	 * on a clone
	 * @param operation takes the permits
	 * @return what the caller gets
	 */
	@Nullable Object invoke(MethodInvocation invocation, PermitsOperation operation) throws Throwable;

}
