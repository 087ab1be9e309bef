package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.semaphore.AcquireRequest;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.annotation.Permits;
import dev.semaphore.spring.annotation.Release;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

/**
 * Makes operations of annotations: resolves placeholders, parses expressions, and refuses
 * what cannot work.
 */
final class OperationParser {

	private final ConfigurableBeanFactory beanFactory;

	private final Surroundings surroundings;

	private final ArgumentExpressions expressions;

	OperationParser(ConfigurableBeanFactory beanFactory, Surroundings surroundings) {
		this.beanFactory = beanFactory;
		this.surroundings = surroundings;
		this.expressions = new ArgumentExpressions(beanFactory);
	}

	/**
	 * The operation of a method.
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if an annotation
	 * cannot be honoured
	 */
	PermitsOperation parse(GuardedMethod method, PermitsDeclaration declaration) {
		declaration.refuseRival(method);
		Map<String, Claim> claims = new TreeMap<>();
		for (Permits permits : declaration.permits()) {
			AnnotationSite site = new AnnotationSite(resolve(permits.name(), method), method, declaration.method());
			if (claims.put(site.semaphore(), claim(permits, site)) != null) {
				throw site.mistake("is there twice.",
						"Take what is needed of a semaphore by one @Permits, by its weight.");
			}
		}
		List<Claim> sorted = List.copyOf(claims.values());
		Taking taking = (sorted.size() == 1) ? new SingleTaking(sorted.get(0))
				: new CombinedTaking(sorted, this.surroundings);
		AnnotationSite first = new AnnotationSite(sorted.get(0).semaphore(), method);
		Release release = release(declaration, first);
		return new PermitsOperation(method, (release != Release.RESPONSE) ? taking : new ResponseTaking(taking),
				ReturnStyles.of(first, release), PermitParameters.of(first, sorted));
	}

	private static Release release(PermitsDeclaration declaration, AnnotationSite site) {
		Set<Release> releases = declaration.permits().stream().map(Permits::release).collect(Collectors.toSet());
		if (releases.size() > 1) {
			throw site.mistake("is one of several with different releases: " + new TreeSet<>(releases) + ".",
					"Say the same release in each @Permits of a method: they are given back together.");
		}
		return releases.iterator().next();
	}

	private Claim claim(Permits permits, AnnotationSite site) {
		if (!StringUtils.hasText(site.semaphore())) {
			throw site.mistake("names no semaphore.", "Give it the name of one: @Permits(\"reports\").");
		}
		return new Claim(site, template(permits, site), Fallbacks.find(permits.fallback(), site), this.surroundings);
	}

	private RequestTemplate template(Permits permits, AnnotationSite site) {
		String weight = resolve(permits.weight(), site.method());
		String priority = resolve(permits.priority(), site.method());
		Integer literalWeight = literalWeight(weight, site);
		Integer literalPriority = priority.isBlank() ? Integer.valueOf(0) : literal(priority);
		if (permits.exclusive() && (literalWeight == null || literalWeight != 1)) {
			throw site.mistake("is exclusive and has the weight '" + weight + "'.",
					"Remove the weight: an exclusive call takes all permits there are.");
		}
		AcquireRequest constant = new AcquireRequest((literalWeight != null) ? literalWeight : 1,
				maxWait(permits, site), null, (literalPriority != null) ? literalPriority : 0, permits.exclusive(),
				site.method().caller());
		return new RequestTemplate(constant, (literalWeight == null) ? expression("weight", weight, site) : null,
				permits.key().isBlank() ? null : expression("key", resolve(permits.key(), site.method()), site),
				(literalPriority == null) ? expression("priority", priority, site) : null);
	}

	private AttributeExpression expression(String attribute, String text, AnnotationSite site) {
		return new AttributeExpression(this.expressions.parse(attribute, text, site), attribute, text, site);
	}

	private static @Nullable Integer literalWeight(String weight, AnnotationSite site) {
		Integer literal = literal(weight);
		if (literal != null && literal < 1) {
			throw site.mistake("has the weight " + literal + ".", "A weight must be 1 or more.");
		}
		return literal;
	}

	private static @Nullable Integer literal(String text) {
		try {
			return Integer.valueOf(text.trim());
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private @Nullable Duration maxWait(Permits permits, AnnotationSite site) {
		String maxWait = resolve(permits.maxWait(), site.method());
		if (!StringUtils.hasText(maxWait)) {
			return null;
		}
		try {
			Duration duration = DurationFormatterUtils.detectAndParse(maxWait.trim());
			if (!duration.isNegative()) {
				return duration;
			}
		}
		catch (IllegalArgumentException ex) {
			// Reported below, with the place.
		}
		throw site.mistake("has the maxWait '" + maxWait + "', which is no duration of 0 or longer.",
				"Write it as \"250ms\", \"2s\", \"PT1M\", or \"0\" for not waiting at all.");
	}

	private String resolve(String text, GuardedMethod method) {
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(text);
			return (resolved != null) ? resolved : "";
		}
		catch (IllegalArgumentException ex) {
			throw new SemaphoreConfigurationException(
					"@Permits on " + method + " has a placeholder without a value: " + ex.getMessage() + ".",
					"Define the property, or give the placeholder a default: ${name:default}.");
		}
	}

}
