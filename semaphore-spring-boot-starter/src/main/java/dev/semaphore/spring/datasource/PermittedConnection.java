package dev.semaphore.spring.datasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import dev.semaphore.Permit;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * A connection with its permit, which ends when the connection does.
 */
final class PermittedConnection implements InvocationHandler {

	private final Connection target;

	private final Permit permit;

	private PermittedConnection(Connection target, Permit permit) {
		this.target = target;
		this.permit = permit;
	}

	/**
	 * The connection that closes its permit.
	 */
	static Connection of(Connection target, Permit permit) {
		return (Connection) Proxy.newProxyInstance(ConnectionProxy.class.getClassLoader(),
				new Class<?>[] { ConnectionProxy.class }, new PermittedConnection(target, permit));
	}

	@Override
	@SuppressWarnings("NullAway") // a method with parameters is called with arguments
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "close" -> close();
			case "abort" -> abort(method, args);
			case "equals" -> proxy == args[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "Permitted " + this.target;
			case "getTargetConnection" -> this.target;
			case "unwrap" -> isInstance(args[0], proxy) ? proxy : call(method, args);
			case "isWrapperFor" -> isInstance(args[0], proxy) || this.target.isWrapperFor((Class<?>) args[0]);
			default -> call(method, args);
		};
	}

	/**
	 * The connection goes first: whoever gets the permit must find it in the pool.
	 */
	private @Nullable Object close() throws SQLException {
		try {
			this.target.close();
		}
		finally {
			this.permit.close();
		}
		return null;
	}

	/**
	 * A connection that could not be aborted is still open.
	 */
	private @Nullable Object abort(Method method, @Nullable Object @Nullable [] args) throws Throwable {
		call(method, args);
		this.permit.close();
		return null;
	}

	private static boolean isInstance(@Nullable Object type, Object proxy) {
		return type instanceof Class<?> wanted && wanted.isInstance(proxy);
	}

	private @Nullable Object call(Method method, @Nullable Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(this.target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
