package dev.semaphore.spring.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semaphore.spring.NearestName;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A property under {@code semaphore} that does not exist.
 */
final class UnknownProperty {

	private static final int INSTANCE_NAME = ConfiguredNames.INSTANCES.getNumberOfElements();

	private final ConfigurationProperty property;

	private final ConfigurationPropertyName name;

	private final PropertyPlace place;

	UnknownProperty(ConfigurationProperty property) {
		this.property = property;
		this.name = property.getName();
		this.place = PropertyPlace.of(this.name);
	}

	String description() {
		return PropertyOrigins.describe(this.name, this.property) + " is not a property that exists."
				+ (isNameWithDots() ? brackets() : NearestName.question(element(this.place.index()), known()));
	}

	String action() {
		return "Correct or remove it. Known here are: " + String.join(", ", known()) + ".";
	}

	/**
	 * {@code semaphore.instances.reports.pdf.permits}, meant for {@code reports.pdf}.
	 */
	private boolean isNameWithDots() {
		int last = this.name.getNumberOfElements() - 1;
		return ConfiguredNames.INSTANCES.isAncestorOf(this.name) && last > INSTANCE_NAME + 1
				&& known().contains(element(last));
	}

	private String brackets() {
		int last = this.name.getNumberOfElements() - 1;
		String semaphore = IntStream.range(INSTANCE_NAME, last)
			.mapToObj((index) -> this.name.getElement(index, Form.ORIGINAL))
			.collect(Collectors.joining("."));
		return " If the name is '" + semaphore + "', write " + ConfiguredNames.property(semaphore).append(element(last))
				+ ", in YAML \"[" + semaphore + "]\".";
	}

	private List<String> known() {
		return KnownProperties.of(this.place.type());
	}

	private String element(int index) {
		return this.name.getElement(index, Form.DASHED);
	}

}
