package dev.semaphore.spring.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Another process, which is told by its input what to do, and says what it did.
 *
 * @param process the process
 * @param output what it says
 */
public record ChildProcess(Process process, BufferedReader output) implements AutoCloseable {

	/** What it says, and not what others there write. */
	private static final String VOICE = "says: ";

	/**
	 * Starts one.
	 * @param main what it runs
	 * @param words the arguments
	 * @return the process
	 * @throws IOException if it does not start
	 */
	public static ChildProcess start(Class<?> main, List<String> words) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("java.class.path"), main.getName()));
		command.addAll(words);
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		return new ChildProcess(process, process.inputReader(StandardCharsets.UTF_8));
	}

	/**
	 * Called by the process: says something to the one that started it.
	 * @param line what
	 */
	public static void say(String line) {
		System.out.println(VOICE + line);
	}

	/**
	 * Called by the process: what it is told, which ends with the one that started it.
	 * @return a line for each
	 */
	public static BufferedReader orders() {
		return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
	}

	/**
	 * What it says next; waits for it.
	 * @return the line
	 * @throws Exception if it says nothing for long
	 */
	public String says() throws Exception {
		return CompletableFuture.supplyAsync(this::hear).get(3, TimeUnit.MINUTES);
	}

	/**
	 * Tells it what to do.
	 * @param line what
	 * @throws IOException if it cannot be told
	 */
	public void tell(String line) throws IOException {
		this.process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
	}

	/**
	 * Sends it a signal.
	 * @param signal the name of the signal
	 * @throws IOException if that does not work
	 * @throws InterruptedException if interrupted
	 */
	public void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, String.valueOf(this.process.pid())).start().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private String hear() {
		try {
			String line = this.output.readLine();
			while (line != null && !line.startsWith(VOICE)) {
				line = this.output.readLine();
			}
			return (line != null) ? line.substring(VOICE.length()) : "nothing any more";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
