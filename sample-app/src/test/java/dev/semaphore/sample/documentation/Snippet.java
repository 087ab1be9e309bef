package dev.semaphore.sample.documentation;

/**
 * A block of code on a page.
 */
interface Snippet {

	/**
	 * What it is written in.
	 * @return the language
	 */
	String language();

	/**
	 * The line of the page where its code begins.
	 * @return the line, 1 for the first
	 */
	int line();

	/**
	 * Fails unless it is right.
	 */
	void check();

}
