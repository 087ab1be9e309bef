package dev.semaphore.spring.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.springframework.util.ClassUtils;

/**
 * The class path of the tests without some of its jars, in a class loader of its own.
 */
final class SlimClassPath implements AutoCloseable {

	private final URLClassLoader loader;

	private SlimClassPath(URL[] entries) {
		this.loader = new URLClassLoader(entries, ClassLoader.getPlatformClassLoader());
	}

	/**
	 * The class path without the jars whose file names match.
	 */
	static SlimClassPath without(Pattern jars) {
		return new SlimClassPath(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((entry) -> !jars.matcher(entry.getFileName().toString()).matches())
			.map(SlimClassPath::url)
			.toArray(URL[]::new));
	}

	boolean has(String className) {
		return ClassUtils.isPresent(className, this.loader);
	}

	/**
	 * Calls a class as it is on this class path.
	 * @return what it returned, as a string
	 */
	String call(Class<? extends Callable<?>> type) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(this.loader);
		try {
			Callable<?> callable = (Callable<?>) this.loader.loadClass(type.getName())
				.getDeclaredConstructor()
				.newInstance();
			return String.valueOf(callable.call());
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@Override
	public void close() throws IOException {
		this.loader.close();
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
