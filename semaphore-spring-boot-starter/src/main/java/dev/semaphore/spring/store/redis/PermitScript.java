package dev.semaphore.spring.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.script.DigestUtils;

/**
 * The script that does everything, on some kind of connection. Sent by its hash, and
 * whole only to a server that does not know it yet.
 */
interface PermitScript {

	/** How many of the arguments are keys. */
	int KEYS = 3;

	/*
	 * Read once: Spring's RedisScript looks at each call whether its file has changed,
	 * one thread at a time.
	 */

	/** The script itself. */
	String SOURCE = read();

	/** What a server knows it by. */
	String SHA1 = DigestUtils.sha1DigestAsHex(SOURCE);

	/**
	 * Runs it.
	 * @param keysAndArguments the keys, and what follows them, as they are sent
	 * @return the answer
	 */
	CompletionStage<String> run(byte[]... keysAndArguments);

	/**
	 * Whether what the current thread sends comes after all that other threads have sent
	 * before.
	 * @return true unless overridden
	 */
	default boolean keepsOrderHere() {
		return true;
	}

	/** Whether a failure says that the server does not know the script. */
	static boolean isUnknown(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause.getMessage() != null && cause.getMessage().startsWith("NOSCRIPT")) {
				return true;
			}
		}
		return failure instanceof DataAccessException && String.valueOf(failure.getMessage()).contains("NOSCRIPT");
	}

	/** The script, as it is sent. */
	static byte[] source() {
		return SOURCE.getBytes(StandardCharsets.UTF_8);
	}

	private static String read() {
		try {
			return new ClassPathResource("permits.lua", PermitScript.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
