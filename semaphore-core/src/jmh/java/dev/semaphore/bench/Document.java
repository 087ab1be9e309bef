package dev.semaphore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page with parts that are written by a program, each between two comments that bear
 * its title.
 */
final class Document {

	private final Path path;

	Document(Path path) {
		this.path = path;
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
