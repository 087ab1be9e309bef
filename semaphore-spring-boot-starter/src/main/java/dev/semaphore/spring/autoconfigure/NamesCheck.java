package dev.semaphore.spring.autoconfigure;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.semaphore.spring.SemaphoreConfigurationException;

import org.springframework.core.env.Environment;

/**
 * Names must be such that each can be told from the others in every kind of property
 * source.
 */
final class NamesCheck {

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

	private final Environment environment;

	private final PropertyOrigins origins;

	NamesCheck(Environment environment) {
		this.environment = environment;
		this.origins = new PropertyOrigins(environment);
	}

	void run() {
		ConfiguredNames.spellings(this.environment).values().forEach((spellings) -> {
			spellings.forEach(this::checkPattern);
			checkUnique(spellings);
		});
	}

	private void checkPattern(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new SemaphoreConfigurationException(
					"'" + name + "' cannot be the name of a semaphore: "
							+ this.origins.describeFirstBeneath(ConfiguredNames.property(name)) + ".",
					"Use lower-case letters, digits, dots and dashes, beginning with a letter or a digit"
							+ suggestion(name) + ".");
		}
	}

	private static String suggestion(String name) {
		String dashed = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
		return NAME.matcher(dashed).matches() ? ", such as '" + dashed + "'" : "";
	}

	private void checkUnique(Set<String> spellings) {
		if (spellings.size() > 1) {
			throw new SemaphoreConfigurationException(
					"The semaphores '" + String.join("' and '", spellings)
							+ "' are one and the same under relaxed binding, which sees neither case nor dashes.",
					"Spell the name alike everywhere, or choose names that differ in more than that.");
		}
	}

}
