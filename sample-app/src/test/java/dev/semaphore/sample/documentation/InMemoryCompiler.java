package dev.semaphore.sample.documentation;

import java.io.OutputStream;
import java.net.URI;
import java.util.List;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles for Java 17 against the class path of the tests, and throws the classes away.
 */
final class InMemoryCompiler {

	private static final List<String> OPTIONS = List.of("--release", "17", "-proc:none", "-parameters", "-classpath",
			System.getProperty("java.class.path"));

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	// One for all: it remembers what is in the class path's jars.
	private static final JavaFileManager FILES = new Discarding(COMPILER.getStandardFileManager(null, null, null));

	private InMemoryCompiler() {
	}

	/**
	 * Compiles a source.
	 * @param source what to compile; its second line is line {@code line} of a page
	 * @param given another source that it may use
	 * @param line a line of the page
	 * @return what is wrong, each with the line of the page
	 */
	static List<String> compile(String source, String given, int line) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		Source main = new Source("Snippet", source);
		COMPILER.getTask(null, FILES, diagnostics, OPTIONS, null, List.of(main, new Source("Given", given))).call();
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> ((diagnostic.getSource() == main) ? "line " + (diagnostic.getLineNumber() - 2 + line)
					: "what is given, line " + diagnostic.getLineNumber()) + ": " + diagnostic.getMessage(null))
			.toList();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		Source(String name, String code) {
			super(URI.create("string:///snippet/" + name + ".java"), Kind.SOURCE);
			this.code = code;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

		// A public type in a snippet bears its own name, not that of this file.
		@Override
		public boolean isNameCompatible(String simpleName, Kind kind) {
			return kind == Kind.SOURCE;
		}

	}

	private static final class Discarding extends ForwardingJavaFileManager<StandardJavaFileManager> {

		Discarding(StandardJavaFileManager files) {
			super(files);
		}

		@Override
		public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String className,
				JavaFileObject.Kind kind, FileObject sibling) {
			return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + kind.extension),
					kind) {
				@Override
				public OutputStream openOutputStream() {
					return OutputStream.nullOutputStream();
				}
			};
		}

	}

}
