package dev.semaphore.spring.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Packs a directory of classes, so that it is looked through as fast as what users have:
 * for each class of others, a directory that is before them on the class path is asked
 * for a file.
 */
final class PackedClasses {

	private PackedClasses() {
	}

	/**
	 * The same in a jar, which is gone when this process ends; a jar is left as it is.
	 * @param classes the directory
	 * @param prefix what the name of the jar begins with
	 */
	static Path jar(Path classes, String prefix) {
		if (!Files.isDirectory(classes)) {
			return classes;
		}
		try (Stream<Path> walk = Files.walk(classes)) {
			List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
			Path jar = Files.createTempFile(prefix, ".jar");
			jar.toFile().deleteOnExit();
			try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out)) {
				for (Path file : files) {
					packed.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
					Files.copy(file, packed);
					packed.closeEntry();
				}
			}
			return jar;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
