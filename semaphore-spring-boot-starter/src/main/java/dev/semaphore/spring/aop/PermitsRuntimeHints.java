package dev.semaphore.spring.aop;

import dev.semaphore.spring.annotation.Permits;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image what every application with {@link Permits @Permits} looks up
 * while it runs.
 */
final class PermitsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		// Annotations of the application's own, with @Permits on them, are read through a
		// proxy.
		hints.proxies().registerJdkProxy(Permits.class);
		hints.reflection().registerMethod(CodeInvocation.METHOD, ExecutableMode.INVOKE);
	}

}
