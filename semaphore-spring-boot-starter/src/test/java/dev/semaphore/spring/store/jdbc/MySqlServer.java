package dev.semaphore.spring.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

import org.springframework.util.FileSystemUtils;

/**
 * A server of MySQL or MariaDB beside this process, which lets everybody in. All tests of
 * this process use the same one, each with a database of its own.
 *
 * @param scheme what the JDBC URL begins with
 * @param port where it listens
 */
public record MySqlServer(String scheme, int port) {

	private static final String ARCHIVE = "/mysql-Linux-amd64.tar.gz";

	private static final List<String> HASTY = List.of("--innodb-flush-log-at-trx-commit=0", "--performance-schema=off",
			"--skip-log-bin");

	private static final Map<String, MySqlServer> SHARED = new ConcurrentHashMap<>();

	/**
	 * MariaDB, where it is installed.
	 * @return the server, ready
	 */
	public static MySqlServer mariaDb() {
		return SHARED.computeIfAbsent("mariadb", (scheme) -> {
			Path binary = installed("mariadbd");
			Path folder = folder();
			// without users it needs no tables of its own
			return start(scheme, folder, List.of(binary.toString(), "--no-defaults", "--skip-grant-tables"));
		});
	}

	/**
	 * MySQL, from the archive that the class path has.
	 * @return the server, ready
	 */
	public static MySqlServer mySql() {
		return SHARED.computeIfAbsent("mysql", (scheme) -> {
			Path folder = folder();
			String binary = unpacked(folder).resolve("bin/mysqld").toString();
			List<String> command = List.of(binary, "--no-defaults", "--basedir=" + folder.resolve("mysql"));
			List<String> initialise = command(folder, command);
			initialise.add("--initialize-insecure");
			run(folder, initialise);
			return start(scheme, folder, command);
		});
	}

	/**
	 * Where a database is, which is made when it is first used.
	 * @param database its name
	 * @return the JDBC URL
	 */
	public String url(String database) {
		String common = "jdbc:" + this.scheme + "://127.0.0.1:" + this.port + "/" + database
				+ "?createDatabaseIfNotExist=true";
		return this.scheme.equals("mysql") ? common + "&sslMode=DISABLED&allowPublicKeyRetrieval=true" : common;
	}

	private static Path installed(String name) {
		return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseGet(() -> Assumptions.abort(name + " is not installed; Debian has it in mariadb-server-core"));
	}

	private static Path unpacked(Path folder) {
		Assumptions.assumeTrue(
				"Linux amd64".equals(System.getProperty("os.name") + " " + System.getProperty("os.arch")),
				"The class path has MySQL for Linux on amd64 alone");
		try (InputStream archive = MySqlServer.class.getResourceAsStream(ARCHIVE)) {
			Path file = folder.resolve("mysql.tar.gz");
			Files.copy(archive, file);
			Path target = Files.createDirectory(folder.resolve("mysql"));
			run(folder, List.of("tar", "-xzf", file.toString(), "-C", target.toString()));
			Files.delete(file);
			return target;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static MySqlServer start(String scheme, Path folder, List<String> command) {
		MySqlServer server = new MySqlServer(scheme, freePort());
		List<String> all = command(folder, command);
		all.addAll(List.of("--port=" + server.port, "--bind-address=127.0.0.1", "--socket=" + folder.resolve("socket"),
				"--pid-file=" + folder.resolve("pid"), "--max-connections=200"));
		Process process = process(folder, all);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> server.answers() || !process.isAlive());
		Assumptions.assumeTrue(process.isAlive(), () -> scheme + " does not start here: " + log(folder));
		return server;
	}

	private boolean answers() {
		try {
			DriverManager.getConnection(url("semaphore"), "root", "").close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	private static List<String> command(Path folder, List<String> command) {
		List<String> all = new ArrayList<>(command);
		all.addAll(HASTY);
		all.addAll(List.of("--datadir=" + folder.resolve("data"), "--user=" + System.getProperty("user.name")));
		return all;
	}

	private static void run(Path folder, List<String> command) {
		Process process = process(folder, command);
		try {
			Assumptions.assumeTrue(process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0,
					() -> command.get(0) + " does not run here: " + log(folder));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Process process(Path folder, List<String> command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
				.start();
		}
		catch (IOException ex) {
			return Assumptions.abort(command.get(0) + " does not run here: " + ex.getMessage());
		}
	}

	private static void stop(Process process, Path folder) {
		try {
			process.destroyForcibly().waitFor();
			FileSystemUtils.deleteRecursively(folder);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path folder() {
		try {
			Path folder = Files.createTempDirectory("semaphore-sql");
			Files.createDirectory(folder.resolve("data"));
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String log(Path folder) {
		try {
			return Files.readString(folder.resolve("log"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
