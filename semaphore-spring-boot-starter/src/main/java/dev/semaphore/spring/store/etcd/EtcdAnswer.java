package dev.semaphore.spring.store.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.springframework.boot.json.JsonParserFactory;

/**
 * An object in what etcd answers. It leaves out whatever is zero, false or empty.
 *
 * @param members its members
 */
record EtcdAnswer(Map<?, ?> members) {

	static final EtcdAnswer NOTHING = new EtcdAnswer(Map.of());

	static EtcdAnswer parse(String json) {
		return new EtcdAnswer(JsonParserFactory.getJsonParser().parseMap(json));
	}

	EtcdAnswer child(String name) {
		return (this.members.get(name) instanceof Map<?, ?> child) ? new EtcdAnswer(child) : NOTHING;
	}

	List<EtcdAnswer> children(String name) {
		return (this.members.get(name) instanceof List<?> list)
				? list.stream().map((child) -> new EtcdAnswer((Map<?, ?>) child)).toList() : List.of();
	}

	boolean is(String name) {
		return Boolean.parseBoolean(text(name));
	}

	/** Numbers of 64 bits are strings, others are not. */
	long number(String name) {
		String text = text(name);
		return text.isEmpty() ? 0 : Long.parseLong(text);
	}

	String text(String name) {
		Object value = this.members.get(name);
		return (value != null) ? value.toString() : "";
	}

	String bytes(String name) {
		return new String(Base64.getDecoder().decode(text(name)), StandardCharsets.UTF_8);
	}

	/** The revision of the whole cluster when it was made. */
	long revision() {
		return child("header").number("revision");
	}

}
