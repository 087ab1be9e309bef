package dev.semaphore.spring.autoconfigure.web;

import java.util.List;

/**
 * Paths that are not limited together with what is beneath them, unless a route names
 * them.
 */
interface ExemptPaths {

	/**
	 * The paths, each on its own: naming one does not name another beneath it.
	 */
	List<String> get();

}
