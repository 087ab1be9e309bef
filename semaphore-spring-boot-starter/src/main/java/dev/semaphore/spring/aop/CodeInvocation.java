package dev.semaphore.spring.aop;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Code in the place of a method's body. May proceed as often as one likes.
 *
 * @param code what was given
 * @param body runs it
 */
record CodeInvocation(Object code, Callable<? extends @Nullable Object> body) implements MethodInvocation {

	/** Stands for the code, which has no method that would say more. */
	static final Method METHOD = ClassUtils.getMethod(Supplier.class, "get");

	static CodeInvocation of(Runnable task) {
		Objects.requireNonNull(task, "task");
		return new CodeInvocation(task, () -> {
			task.run();
			return null;
		});
	}

	static CodeInvocation of(Callable<?> task) {
		return new CodeInvocation(task, task);
	}

	static CodeInvocation of(Supplier<?> work) {
		return new CodeInvocation(work, work::get);
	}

	@Override
	public @Nullable Object proceed() throws Exception {
		return this.body.call();
	}

	@Override
	public Method getMethod() {
		return METHOD;
	}

	@Override
	public @Nullable Object[] getArguments() {
		return new Object[0];
	}

	@Override
	public Object getThis() {
		return this.code;
	}

	@Override
	public AccessibleObject getStaticPart() {
		return METHOD;
	}

}
