package dev.semaphore.spring.store.etcd;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of a semaphore as a text: a line with the numbers, and one for each instance
 * and for each claim, which names its instance by number.
 */
final class StoredText {

	/** What later versions write otherwise begins otherwise. */
	private static final String FORMAT = "1";

	private StoredText() {
	}

	static String write(StoredPermits permits) {
		StringBuilder text = new StringBuilder();
		line(text, FORMAT, permits.terms.permits(), permits.terms.forgotten(), permits.terms.version(),
				permits.configured, permits.lastToken);
		List<String> members = new ArrayList<>(permits.members);
		members.forEach((member) -> line(text, "m", EtcdKeys.encode(member)));
		permits.claims()
			.forEach((claim) -> line(text, "c", members.indexOf(claim.instance()), claim.id(), claim.weight(),
					claim.exclusive() ? 1 : 0, claim.token()));
		return text.toString();
	}

	static StoredPermits read(String text) {
		StoredPermits permits = new StoredPermits();
		List<String> members = new ArrayList<>();
		for (String line : text.split("\n", -1)) {
			String[] words = line.split(" ", -1);
			switch (words[0]) {
				case FORMAT -> {
					permits.terms(number(words[1]), number(words[2]), Long.parseLong(words[3]));
					permits.configured = number(words[4]);
					permits.lastToken = Long.parseLong(words[5]);
				}
				case "m" -> members.add(EtcdKeys.decode(words[1]));
				case "c" -> permits.add(new StoredClaim(members.get(number(words[1])), Long.parseLong(words[2]),
						number(words[3]), words[4].equals("1"), Long.parseLong(words[5])));
				case "" -> {
				}
				default -> throw new IllegalArgumentException("The state begins with '" + words[0]
						+ "', which this version does not know: update this instance");
			}
		}
		permits.members.addAll(members);
		return permits;
	}

	private static int number(String word) {
		return Integer.parseInt(word);
	}

	private static void line(StringBuilder text, Object... words) {
		for (int i = 0; i < words.length; i++) {
			text.append(words[i]).append((i == words.length - 1) ? '\n' : ' ');
		}
	}

}
