package dev.semaphore.sample.documentation;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * JSON that is shown.
 *
 * @param at page and line, for people to read
 * @param line the line of the page where it begins
 * @param code the JSON
 */
record JsonSnippet(String at, int line, String code) implements Snippet {

	@Override
	public String language() {
		return "json";
	}

	@Override
	public void check() {
		assertThatNoException().as("JSON at " + this.at).isThrownBy(() -> new JsonMapper().readTree(this.code));
	}

}
