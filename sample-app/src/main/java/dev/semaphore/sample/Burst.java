package dev.semaphore.sample;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Many requests to one of this sample's own pages, at once.
 *
 * @param target which page, one of {@link #TARGETS}
 * @param requests how many, 1 to {@value #MOST}
 */
record Burst(@Nullable String target, int requests) {

	static final int MOST = 200;

	/**
	 * The pages by name. Nothing else can be asked for, so that nobody uses this service
	 * to send requests elsewhere.
	 */
	static final Map<String, String> TARGETS = new TreeMap<>(
			Map.of("quotes", "/api/quotes/ACME", "reports", "/api/reports", "batches", "/api/batches?size=3",
					"recommendations", "/api/recommendations", "valuations", "/api/valuations/A-1"));

	@Nullable String path() {
		return (this.target != null) ? TARGETS.get(this.target) : null;
	}

}
