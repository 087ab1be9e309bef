package dev.semaphore.spring.aop;

import java.time.Duration;
import java.util.function.Supplier;

import dev.semaphore.AcquireRequest;
import dev.semaphore.SemaphoreRegistry;
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

	private final Supplier<SemaphoreRegistry> registry;

	private final ArgumentExpressions expressions;

	OperationParser(ConfigurableBeanFactory beanFactory, Supplier<SemaphoreRegistry> registry) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.expressions = new ArgumentExpressions(beanFactory);
	}

	/**
	 * The operation of a method.
	 * @throws dev.semaphore.spring.SemaphoreConfigurationException if the annotation
	 * cannot be honoured
	 */
	PermitsOperation parse(GuardedMethod method, PermitsDeclaration declaration) {
		Permits permits = declaration.permits().get(0);
		AnnotationSite site = new AnnotationSite(resolve(permits.name()), method);
		if (declaration.permits().size() > 1) {
			throw site.mistake("is one of several, which is not supported yet.", "Leave one @Permits on the method.");
		}
		return new PermitsOperation(method, claim(permits, site), ReturnStyles.of(site));
	}

	private Claim claim(Permits permits, AnnotationSite site) {
		if (!StringUtils.hasText(site.semaphore())) {
			throw site.mistake("names no semaphore.", "Give it the name of one: @Permits(\"reports\").");
		}
		refuseUnsupported(permits, site);
		AcquireRequest request = AcquireRequest.one()
			.withMaxWait(maxWait(permits, site))
			.withCaller(site.method().caller());
		String weight = resolve(permits.weight());
		Integer literal = literalWeight(weight, site);
		return new Claim(site.semaphore(), (literal != null) ? request.withWeight(literal) : request,
				(literal == null) ? weightExpression(weight, site) : null, Fallbacks.find(permits.fallback(), site),
				this.registry);
	}

	private static void refuseUnsupported(Permits permits, AnnotationSite site) {
		String attribute = !permits.key().isEmpty() ? "key" : !permits.priority().isEmpty() ? "priority"
				: permits.exclusive() ? "exclusive" : (permits.release() != Release.AUTO) ? "release" : null;
		if (attribute != null) {
			throw site.mistake("has the attribute '" + attribute + "', which is not supported yet.",
					"Remove '" + attribute + "' from the annotation.");
		}
	}

	private WeightExpression weightExpression(String weight, AnnotationSite site) {
		return new WeightExpression(this.expressions.parse("weight", weight, site), weight, site);
	}

	private static @Nullable Integer literalWeight(String weight, AnnotationSite site) {
		try {
			int literal = Integer.parseInt(weight.trim());
			if (literal >= 1) {
				return literal;
			}
		}
		catch (NumberFormatException ex) {
			return null;
		}
		throw site.mistake("has the weight " + weight.trim() + ".", "A weight must be 1 or more.");
	}

	private @Nullable Duration maxWait(Permits permits, AnnotationSite site) {
		String maxWait = resolve(permits.maxWait());
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

	private String resolve(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		return (resolved != null) ? resolved : "";
	}

}
