package dev.semaphore.spring.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * Where the name of a property leaves what exists.
 *
 * @param type what it should be a property of
 * @param index the index of the element that is none
 */
record PropertyPlace(Class<? extends Record> type, int index) {

	/**
	 * Follows a name from the root as far as it goes.
	 */
	static PropertyPlace of(ConfigurationPropertyName name) {
		PropertyPlace place = new PropertyPlace(SemaphoreProperties.class, 1);
		PropertyPlace next = place.next(name);
		while (next != null) {
			place = next;
			next = place.next(name);
		}
		return new PropertyPlace(place.type, Math.min(place.index, name.getNumberOfElements() - 1));
	}

	private @Nullable PropertyPlace next(ConfigurationPropertyName name) {
		if (this.index >= name.getNumberOfElements()) {
			return null;
		}
		String element = name.getElement(this.index, Form.DASHED);
		return Arrays.stream(this.type.getRecordComponents())
			.filter((component) -> DataObjectPropertyName.toDashedForm(component.getName()).equals(element))
			.map(this::inside)
			.filter((place) -> place.type != Record.class)
			.findFirst()
			.orElse(null);
	}

	/**
	 * What is beneath a property, behind the key or index if it has some.
	 */
	private PropertyPlace inside(RecordComponent component) {
		ResolvableType type = ResolvableType.forMethodReturnType(component.getAccessor());
		Class<?> raw = type.toClass();
		if (Map.class.isAssignableFrom(raw)) {
			return new PropertyPlace(recordOf(type.getGeneric(1)), this.index + 2);
		}
		if (Collection.class.isAssignableFrom(raw)) {
			return new PropertyPlace(recordOf(type.getGeneric(0)), this.index + 2);
		}
		return new PropertyPlace(recordOf(type), this.index + 1);
	}

	private static Class<? extends Record> recordOf(ResolvableType type) {
		Class<?> raw = type.toClass();
		return raw.isRecord() ? raw.asSubclass(Record.class) : Record.class;
	}

}
