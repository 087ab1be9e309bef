package dev.semaphore.spring.store.etcd;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The names of the keys of one semaphore.
 *
 * @param prefix what all keys of the store begin with
 * @param semaphore the name of the semaphore
 */
record EtcdKeys(String prefix, String semaphore) {

	/** What all keys begin with but those of grants. */
	String all() {
		return this.prefix + "permits/" + encode(this.semaphore) + "/";
	}

	String state() {
		return all() + "state";
	}

	String recovery() {
		return all() + "recovery";
	}

	String member(String instance) {
		return members() + encode(instance);
	}

	String members() {
		return all() + "members/";
	}

	/** Where an instance hears of its grants. */
	String grants(String instance) {
		return grants(this.prefix, instance) + encode(this.semaphore);
	}

	static String grants(String prefix, String instance) {
		return prefix + "grants/" + encode(instance) + "/";
	}

	/** What follows all keys that begin with a prefix, which ends with a slash. */
	static String end(String prefix) {
		return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
	}

	static String encode(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8);
	}

	static String decode(String name) {
		return URLDecoder.decode(name, StandardCharsets.UTF_8);
	}

	static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
