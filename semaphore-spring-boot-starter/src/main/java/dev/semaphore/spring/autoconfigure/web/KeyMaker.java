package dev.semaphore.spring.autoconfigure.web;

import java.util.List;
import java.util.Locale;

import dev.semaphore.spring.NearestName;
import dev.semaphore.spring.autoconfigure.WebProperties;
import dev.semaphore.spring.web.KeySource;
import dev.semaphore.spring.web.RouteKey;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriTemplate;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Makes the key of a route from its properties.
 *
 * @param mistakes says what is wrong
 * @param property the properties' prefix
 */
record KeyMaker(RouteMistakes mistakes, ConfigurationPropertyName property) {

	RouteKey make(WebProperties.Key key, PathPattern path) {
		KeySource source = key.source();
		if (source == null) {
			throw this.mistakes.missing(this.property.append("source"),
					"header, principal, remote-address or path-variable");
		}
		if (key.maxLength() < 1) {
			throw this.mistakes.mistake(this.property.append("max-length"), key.maxLength(), "is below 1.",
					"Set it to 1 or more.");
		}
		String name = name(key, source);
		if (source == KeySource.PATH_VARIABLE) {
			checkVariable(name, path);
		}
		return new RouteKey(source, name, key.maxLength());
	}

	private String name(WebProperties.Key key, KeySource source) {
		ConfigurationPropertyName property = this.property.append("name");
		String spelling = source.name().toLowerCase(Locale.ROOT).replace('_', '-');
		if (source.isNamed()) {
			return this.mistakes.required(property, key.name(), "the name of the " + spelling.replace('-', ' '));
		}
		if (key.name() != null && StringUtils.hasText(key.name())) {
			throw this.mistakes.mistake(property, key.name(), "has no meaning where the source is " + spelling + ".",
					"Remove it, or set " + this.property.append("source") + " to header or path-variable.");
		}
		return "";
	}

	private void checkVariable(String name, PathPattern path) {
		List<String> variables = new UriTemplate(path.getPatternString()).getVariableNames()
			.stream()
			.map((variable) -> StringUtils.trimLeadingCharacter(variable, '*'))
			.toList();
		if (!variables.contains(name)) {
			throw this.mistakes.mistake(this.property.append("name"), name,
					"is no variable of the path " + path + "." + NearestName.question(name, variables),
					"Known there are " + variables + ". Correct the name, or add {" + name + "} to the path.");
		}
	}

}
