package dev.semaphore.spring.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The application with some libraries on its class path, which is started in a JVM of its
 * own.
 */
final class StartVariant {

	private static final Pattern TAKEN = Pattern.compile("took (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) end");

	private final String name;

	private final List<String> classPath;

	private final List<String> properties;

	private final Path archive;

	/**
	 * Creates it.
	 * @param name for people to read
	 * @param classPath jars; the archive has the classes that a start loads from them
	 * @param properties as {@code --name=value}
	 */
	StartVariant(String name, List<String> classPath, String... properties) throws IOException {
		this.name = name;
		this.classPath = classPath;
		this.properties = List.of(properties);
		Path directory = Files.createTempDirectory("start-up");
		this.archive = directory.resolve("classes.jsa");
		// what is registered last is deleted first
		directory.toFile().deleteOnExit();
		this.archive.toFile().deleteOnExit();
	}

	String name() {
		return this.name;
	}

	/** What a start costs, and how long one takes from an archive, by their units. */
	Map<String, Double> start() throws IOException, InterruptedException {
		if (!Files.exists(this.archive)) {
			run("-XX:ArchiveClassesAtExit=" + this.archive);
			if (!Files.exists(this.archive)) {
				throw new IllegalStateException("No archive of classes was made: " + this.archive);
			}
		}
		Matcher fromArchive = run("-XX:SharedArchiveFile=" + this.archive);
		// the default, which is the JDK's own archive and no other
		Matcher taken = run("-Xshare:auto");
		return Map.of("ms", Double.valueOf(taken.group(1)), "ms of CPU", Double.valueOf(taken.group(2)),
				"ms of a start from an archive", Double.valueOf(fromArchive.group(1)), "beans", Double.valueOf(taken.group(3)),
				"MB", Double.valueOf(taken.group(4)) / 1e6, "MB of it", Double.valueOf(taken.group(5)) / 1e6);
	}

	/**
	 * Metaspace is large from the beginning: else the JVM collects the whole heap when
	 * classes outgrow a threshold, and whoever brings the next class pays for it.
	 * @param sharing the JVM's option that says which archive of classes is used or made
	 */
	private Matcher run(String sharing) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
						"-XX:MarkSweepAlwaysCompactCount=1", "-XX:MetaspaceSize=128m", sharing, "-cp",
						String.join(File.pathSeparator, this.classPath), StartedApplication.class.getName(), "--server.port=0",
						"--server.address=127.0.0.1", "--logging.level.root=error", "--spring.main.banner-mode=off",
						"--management.endpoints.web.exposure.include=*", "--spring.main.web-application-type=servlet"));
		command.addAll(this.properties);
		for (int i = 0; i < StartedApplication.SEMAPHORES; i++) {
			command.add("--semaphore.instances.work" + i + ".permits=4");
			command.add("--resilience4j.bulkhead.instances.work" + i + ".max-concurrent-calls=4");
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		Matcher taken = TAKEN.matcher(output);
		if (!taken.find()) {
			throw new IllegalStateException("The application did not start: " + output);
		}
		return taken;
	}

}
