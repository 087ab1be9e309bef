package dev.semaphore.sample.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The Java that is shown, left in files for a newcomer's project to compile: a package
 * for each block, under the folder that the system property {@code pasted.snippets}
 * names.
 */
final class PastedSnippets {

	private static final String FOLDER = System.getProperty("pasted.snippets", "");

	private PastedSnippets() {
	}

	static void add(String at, String source, String given) {
		if (FOLDER.isEmpty()) {
			return;
		}
		String name = at.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
		try {
			Path folder = Files.createDirectories(Path.of(FOLDER, name));
			Files.writeString(folder.resolve("Snippet.java"), inPackage(name, source));
			Files.writeString(folder.resolve("Given.java"), inPackage(name, given));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Public types would want files of their own names. */
	private static String inPackage(String name, String source) {
		return source.replace("package snippet;", "package " + name + ";")
			.replace("import snippet.Given", "import " + name + ".Given")
			.replaceAll("(?m)^public (?=(abstract |final )*(class|record|interface|enum) )", "");
	}

}
