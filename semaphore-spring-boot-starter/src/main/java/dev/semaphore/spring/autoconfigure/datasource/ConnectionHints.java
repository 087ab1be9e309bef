package dev.semaphore.spring.autoconfigure.datasource;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * Lets a native image hand out connections that give their permit back.
 */
final class ConnectionHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.proxies().registerJdkProxy(ConnectionProxy.class);
	}

}
