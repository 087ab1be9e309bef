package dev.semaphore.spring.aop;

import dev.semaphore.AcquireRequest;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Makes the requests of an annotation.
 *
 * @param constant the request, with everything that does not depend on the call
 * @param weight the weight if it does
 * @param key the key, which always does
 * @param priority the priority if it does
 */
record RequestTemplate(AcquireRequest constant, @Nullable AttributeExpression weight, @Nullable AttributeExpression key,
		@Nullable AttributeExpression priority) {

	/**
	 * The request of a call.
	 * @throws IllegalArgumentException if an expression yields nothing usable
	 */
	AcquireRequest request(MethodInvocation invocation) {
		AcquireRequest constant = this.constant;
		if (this.weight == null && this.key == null && this.priority == null) {
			return constant;
		}
		int weight = (this.weight != null) ? this.weight.number(invocation, 1) : constant.weight();
		String key = (this.key != null) ? this.key.text(invocation) : null;
		int priority = (this.priority != null) ? this.priority.number(invocation, Integer.MIN_VALUE)
				: constant.priority();
		return new AcquireRequest(weight, constant.maxWait(), key, priority, constant.exclusive(), constant.caller());
	}

	/**
	 * The weight if it is known before any call, or null.
	 */
	@Nullable Integer literalWeight() {
		return (this.weight == null && !this.constant.exclusive()) ? this.constant.weight() : null;
	}

	boolean isKeyed() {
		return this.key != null;
	}

}
