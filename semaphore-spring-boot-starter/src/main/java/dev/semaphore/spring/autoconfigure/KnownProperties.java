package dev.semaphore.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The properties there are, as they are written in configuration.
 */
final class KnownProperties {

	private KnownProperties() {
	}

	/**
	 * The properties that a record is bound from, sorted.
	 */
	static List<String> of(Class<? extends Record> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.sorted()
			.toList();
	}

}
