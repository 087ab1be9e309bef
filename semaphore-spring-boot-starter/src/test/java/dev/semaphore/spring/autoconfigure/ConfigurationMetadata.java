package dev.semaphore.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.FileSystemResource;

/**
 * The properties of the starter, as its metadata describes them.
 */
final class ConfigurationMetadata {

	private final List<Map<String, @Nullable Object>> properties;

	private final List<Map<String, @Nullable Object>> hints;

	@SuppressWarnings("unchecked")
	private ConfigurationMetadata(Map<String, Object> json) {
		this.properties = (List<Map<String, @Nullable Object>>) json.get("properties");
		this.hints = (List<Map<String, @Nullable Object>>) json.get("hints");
	}

	/**
	 * Reads what the annotation processor wrote.
	 */
	static ConfigurationMetadata load() throws IOException {
		try (InputStream json = new FileSystemResource("target/classes/META-INF/spring-configuration-metadata.json")
			.getInputStream()) {
			return new ConfigurationMetadata(JsonParserFactory.getJsonParser()
				.parseMap(new String(json.readAllBytes(), StandardCharsets.UTF_8)));
		}
	}

	List<Property> properties() {
		return this.properties.stream()
			.map((property) -> new Property(property, values(property.get("name"))))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> values(@Nullable Object name) {
		return this.hints.stream()
			.filter((hint) -> hint.get("name").equals(name))
			.flatMap((hint) -> ((List<Map<String, Object>>) hint.get("values")).stream())
			.toList();
	}

	record Property(Map<String, @Nullable Object> json, List<Map<String, Object>> values) {

		String name() {
			return (String) this.json.get("name");
		}

		@Nullable String type() {
			return (String) this.json.get("type");
		}

		@Nullable String description() {
			return (String) this.json.get("description");
		}

		@Nullable Object defaultValue() {
			return this.json.get("defaultValue");
		}

	}

}
