package dev.semaphore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A page with parts that are written by a program, each between two comments that bear
 * its title.
 */
public final class Document {

	private final Path path;

	/** Opens a page that may be missing. */
	Document(Path path) {
		this.path = path;
	}

	/**
	 * Prints a part, and puts it into the page that the command line names, if any.
	 * @param title the title of the part
	 * @param text what was measured
	 * @throws IOException if the page cannot be read or written
	 */
	public static void publish(String title, String text) throws IOException {
		System.out.println("\n" + text);
		Optional<Path> page = BenchmarkSettings.document();
		if (page.isPresent()) {
			String section = "%s, JDK %d".formatted(title, Runtime.version().feature());
			new Document(page.get()).replace(section, BenchmarkSettings.circumstances(title) + "\n\n" + text);
		}
	}

	/** Puts other text between the comments; adds them at the end if they are missing. */
	void replace(String title, String text) throws IOException {
		String begin = "<!-- measured: %s -->".formatted(title);
		String end = "<!-- end of: %s -->".formatted(title);
		String page = Files.exists(this.path) ? Files.readString(this.path) : "";
		int from = page.indexOf(begin);
		int to = page.indexOf(end);
		String head = (from >= 0) ? page.substring(0, from) : page + "\n";
		String tail = (to >= 0) ? page.substring(to + end.length()) : "\n";
		Files.writeString(this.path, head + begin + "\n\n" + text.strip() + "\n\n" + end + tail);
	}

}
