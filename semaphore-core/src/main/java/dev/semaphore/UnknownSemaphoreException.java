package dev.semaphore;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * No semaphore has the name that was asked for. The message names those that exist.
 */
public class UnknownSemaphoreException extends IllegalArgumentException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String name;

	private final ArrayList<String> known;

	/**
	 * Creates the exception.
	 * @param name the name that was asked for
	 * @param known the names that exist
	 */
	public UnknownSemaphoreException(String name, Collection<String> known) {
		super("No semaphore is named '" + name + "'; there "
				+ (known.isEmpty() ? "are none" : "are: " + String.join(", ", new TreeSet<>(known))));
		this.name = name;
		this.known = new ArrayList<>(new TreeSet<>(known));
	}

	/**
	 * The name that was asked for.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The names that existed.
	 * @return the names, sorted
	 */
	public List<String> known() {
		return List.copyOf(this.known);
	}

}
