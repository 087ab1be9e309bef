package dev.semaphore.spring.actuate.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.web.util.HtmlUtils;

/**
 * Puts the page together: one document with its style and script in it, which its own
 * content security policy knows by their hashes, and which may ask nobody but the server
 * it came from.
 */
final class DashboardPage {

	/** In this order they make up the script. */
	private static final List<String> SCRIPTS = List.of("asking.js", "charts.js", "details.js", "list.js");

	private DashboardPage() {
	}

	static String make(String semaphores, boolean writable, boolean unsafe) {
		String style = read("dashboard.css");
		String script = SCRIPTS.stream().map(DashboardPage::read).collect(Collectors.joining());
		return read("dashboard.html").replace("{{style-hash}}", hash(style))
			.replace("{{script-hash}}", hash(script))
			.replace("{{semaphores}}", HtmlUtils.htmlEscape(semaphores))
			.replace("{{writable}}", Boolean.toString(writable))
			.replace("{{unsafe}}", Boolean.toString(writable && unsafe))
			.replace("{{style}}", style)
			.replace("{{script}}", script);
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256, but not this one", ex);
		}
	}

	/** With the line ends that browsers see, whatever the sources have. */
	private static String read(String name) {
		try (InputStream in = DashboardPage.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("The resource '" + name + "' of " + DashboardPage.class.getName()
						+ " is missing: the jar is not whole");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
