package dev.semaphore.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Runs commands as readers of the pages do.
 */
final class Shell {

	private static final String SHOWN = "http://localhost:8080/";

	private Shell() {
	}

	/**
	 * Runs a command by {@code bash}.
	 * @param command what is shown, for an application at {@code http://localhost:8080}
	 * @param address where the application is
	 * @return what the command wrote, when it has ended well
	 */
	static CompletableFuture<String> run(String command, URI address) {
		if (!command.contains(SHOWN)) {
			throw new IllegalArgumentException("Not a word of " + SHOWN + " in: " + command);
		}
		ProcessBuilder bash = new ProcessBuilder("bash", "-o", "pipefail", "-c", command.replace(SHOWN, address + "/"))
			.redirectError(Redirect.DISCARD);
		bash.environment().put("NO_PROXY", "*");
		try {
			Process process = bash.start();
			return CompletableFuture.supplyAsync(() -> output(process));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String output(Process process) {
		try (InputStream stream = process.getInputStream()) {
			String output = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			if (process.onExit().join().exitValue() != 0) {
				throw new IllegalStateException("It ended with " + process.exitValue());
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
