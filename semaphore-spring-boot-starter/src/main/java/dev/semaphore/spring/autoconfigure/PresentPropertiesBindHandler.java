package dev.semaphore.spring.autoconfigure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Leaves out of the binding those properties of semaphores that no source has. Boot would
 * look for each of two dozen properties of each semaphore in each source and remember
 * that it is not there, which took a third of the starter's memory with twenty
 * semaphores.
 */
final class PresentPropertiesBindHandler extends AbstractBindHandler {

	/** In any spelling, such as {@code SEMAPHORE_INSTANCES_REPORTS_PERMITS}. */
	private static final Pattern OF_SEMAPHORES = Pattern.compile("semaphore[^a-z]*instances", Pattern.CASE_INSENSITIVE);

	/** Empty if it cannot be told which there are: then nothing is left out. */
	private Set<ConfigurationPropertyName> present = Set.of();

	PresentPropertiesBindHandler(BindHandler parent) {
		super(parent);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		if (name.equals(ConfiguredNames.INSTANCES)) {
			this.present = presentIn(context.getSources());
		}
		boolean absent = ConfiguredNames.INSTANCES.isAncestorOf(name) && !this.present.isEmpty()
				&& !this.present.contains(name);
		return absent ? null : super.onStart(name, target, context);
	}

	/**
	 * All names beneath those of the semaphores at which something may be, or none if
	 * that cannot be told.
	 */
	private static Set<ConfigurationPropertyName> presentIn(Iterable<ConfigurationPropertySource> sources) {
		Set<ConfigurationPropertyName> present = new HashSet<>();
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource listed && isExact(source.getUnderlyingSource())) {
				listed.forEach((name) -> addWithParents(name, present));
			}
			else if (mayHaveSemaphores(source)) {
				return Set.of();
			}
		}
		return present;
	}

	private static void addWithParents(ConfigurationPropertyName name, Set<ConfigurationPropertyName> present) {
		ConfigurationPropertyName next = name;
		while (ConfiguredNames.INSTANCES.isAncestorOf(next) && present.add(next)) {
			next = next.getParent();
		}
	}

	/**
	 * Whether whatever is found there is listed, too. Not so environment variables, where
	 * {@code MAX_WAIT} is found as {@code max-wait} but listed as {@code max.wait}, nor
	 * what may have some within.
	 */
	private static boolean isExact(@Nullable Object underlying) {
		return !(underlying instanceof PropertySource) || underlying instanceof CommandLinePropertySource
				|| (underlying instanceof MapPropertySource
						&& !(underlying instanceof SystemEnvironmentPropertySource));
	}

	/**
	 * Looks at names as they are written: Boot translates those of variables only if
	 * their source is called {@code systemEnvironment}.
	 */
	private static boolean mayHaveSemaphores(ConfigurationPropertySource source) {
		return (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> enumerable)
				? Arrays.stream(enumerable.getPropertyNames()).anyMatch((name) -> OF_SEMAPHORES.matcher(name).find())
				: source.containsDescendantOf(ConfiguredNames.INSTANCES) != ConfigurationPropertyState.ABSENT;
	}

}
