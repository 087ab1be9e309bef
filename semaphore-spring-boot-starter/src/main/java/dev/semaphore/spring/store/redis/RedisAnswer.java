package dev.semaphore.spring.store.redis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.semaphore.store.Changed;
import dev.semaphore.store.Figures;
import dev.semaphore.store.InstanceShare;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Report;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import dev.semaphore.store.Terms;

/**
 * The script's answer: in the first line the result and the figures, then what else was
 * asked for.
 *
 * @param result the operation's own result
 * @param token the token of a grant, else 0
 * @param figures the numbers
 * @param extra what else was asked for; may be empty
 */
record RedisAnswer(String result, long token, Figures figures, String extra) {

	/** What the answer of a grant begins with. */
	static final String GRANTED = "G";

	/** What a grant begins with that too few replicas know of. */
	static final String UNCERTAIN = "N";

	private static final int WORDS = 7;

	static RedisAnswer parse(String text) {
		int end = text.indexOf('\n');
		String[] words = text.substring(0, end).split(" ");
		int first = words.length - WORDS;
		long token = (first > 0) ? Long.parseLong(words[1]) : 0;
		Terms terms = new Terms(Integer.parseInt(words[first + 1]), Integer.parseInt(words[first + 2]),
				Long.parseLong(words[first + 3]));
		Figures figures = new Figures(terms, Integer.parseInt(words[first + 4]), Integer.parseInt(words[first + 5]),
				Integer.parseInt(words[first + 6]));
		return new RedisAnswer(words[0], token, figures, text.substring(end + 1));
	}

	Taken taken() {
		TakeOutcome outcome = switch (this.result) {
			case GRANTED -> TakeOutcome.GRANTED;
			case UNCERTAIN -> TakeOutcome.UNCERTAIN;
			case "Q" -> TakeOutcome.QUEUED;
			case "L" -> TakeOutcome.TOO_LARGE;
			case "U" -> TakeOutcome.UNAVAILABLE;
			case "F" -> TakeOutcome.QUEUE_FULL;
			default -> throw new IllegalStateException("The script answered '" + this.result + "'");
		};
		return new Taken(outcome, (outcome == TakeOutcome.GRANTED) ? this.token : 0, this.figures);
	}

	Changed changed() {
		return new Changed("1".equals(this.result), this.figures);
	}

	/** The extra are triples: id, weight, token. */
	Renewed renewed() {
		Map<Long, Long> held = new HashMap<>();
		Set<Long> waiting = new HashSet<>();
		String[] words = this.extra.isEmpty() ? new String[0] : this.extra.split(" ");
		for (int i = 0; i + 2 < words.length; i += 3) {
			Long id = Long.valueOf(words[i]);
			long token = Long.parseLong(words[i + 2]);
			if (token > 0) {
				held.put(id, token);
			}
			else {
				waiting.add(id);
			}
		}
		return new Renewed(held, waiting, this.figures);
	}

	/** The extra are lines: held, waiting, instance. */
	Report report(int limit) {
		String[] lines = this.extra.isEmpty() ? new String[0] : this.extra.split("\n");
		List<InstanceShare> shares = Arrays.stream(lines)
			.map((line) -> line.split(" ", 3))
			.map((words) -> new InstanceShare(words[2], Integer.parseInt(words[0]), Integer.parseInt(words[1])))
			.sorted(Comparator.comparingInt(InstanceShare::held).reversed())
			.limit(limit)
			.toList();
		return new Report(this.figures, shares);
	}

}
