package dev.semaphore.spring;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds what somebody meant who misspelt a name.
 */
public final class NearestName {

	private NearestName() {
	}

	/**
	 * The known name that is nearest to the one given, if one is near enough to be meant:
	 * no more than a third of its letters differ, or one contains the other.
	 * @param name the name that is unknown
	 * @param known the names that are known
	 * @return the nearest, or null if none is near
	 */
	public static @Nullable String of(String name, Collection<String> known) {
		String lower = name.toLowerCase(Locale.ROOT);
		return known.stream()
			.filter((candidate) -> isNear(lower, candidate.toLowerCase(Locale.ROOT)))
			.min(Comparator.<String>comparingInt((candidate) -> distance(lower, candidate.toLowerCase(Locale.ROOT)))
				.thenComparing(Comparator.naturalOrder()))
			.orElse(null);
	}

	/**
	 * A question to put behind a message about an unknown name.
	 * @param name the name that is unknown
	 * @param known the names that are known
	 * @return <code>" Did you mean 'reports'?"</code>, or an empty string if none is near
	 */
	public static String question(String name, Collection<String> known) {
		String nearest = of(name, known);
		return (nearest != null) ? " Did you mean '" + nearest + "'?" : "";
	}

	private static boolean isNear(String name, String candidate) {
		int shorter = Math.min(name.length(), candidate.length());
		if (shorter >= 3 && (name.contains(candidate) || candidate.contains(name))) {
			return true;
		}
		return distance(name, candidate) <= Math.max(1, Math.max(name.length(), candidate.length()) / 3);
	}

	/**
	 * Levenshtein's distance, with neighbours that changed places counted as one change
	 * (optimal string alignment).
	 */
	private static int distance(String from, String to) {
		int[][] cost = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				cost[i][j] = (i == 0 || j == 0) ? i + j : cheapest(cost, from, to, i, j);
			}
		}
		return cost[from.length()][to.length()];
	}

	private static int cheapest(int[][] cost, String from, String to, int i, int j) {
		boolean same = from.charAt(i - 1) == to.charAt(j - 1);
		int cheapest = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
		if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1)) {
			return Math.min(cheapest, cost[i - 2][j - 2] + 1);
		}
		return cheapest;
	}

}
