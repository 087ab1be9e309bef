package dev.semaphore.spring.store.redis;

import java.util.ArrayList;
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
 * The script's answer to one operation.
 *
 * @param figures the numbers, when all operations of its call were carried out
 * @param result the operation's own result
 */
record RedisAnswer(Figures figures, String result) {

	/** What the answer of a grant begins with. */
	static final String GRANTED = "G";

	/** What a grant begins with that too few replicas know of. */
	static final String UNCERTAIN = "N";

	/**
	 * In the first line the figures, then the results.
	 * @param text the text
	 * @param operations of how many operations; if it is one, its result may be more than
	 * a line
	 * @return as many answers
	 */
	static List<RedisAnswer> parse(String text, int operations) {
		int end = text.indexOf('\n');
		String[] words = text.substring(0, end).split(" ");
		Terms terms = new Terms(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]));
		Figures figures = new Figures(terms, Integer.parseInt(words[3]), Integer.parseInt(words[4]),
				Integer.parseInt(words[5]));
		List<RedisAnswer> answers = new ArrayList<>(operations);
		for (String result : text.substring(end + 1).split("\n", operations)) {
			answers.add(new RedisAnswer(figures, result));
		}
		return answers;
	}

	/** A grant's second word is its token. */
	Taken taken() {
		TakeOutcome outcome = switch (this.result.substring(0, 1)) {
			case GRANTED -> TakeOutcome.GRANTED;
			case UNCERTAIN -> TakeOutcome.UNCERTAIN;
			case "Q" -> TakeOutcome.QUEUED;
			case "L" -> TakeOutcome.TOO_LARGE;
			case "U" -> TakeOutcome.UNAVAILABLE;
			case "F" -> TakeOutcome.QUEUE_FULL;
			default -> throw new IllegalStateException("The script answered '" + this.result + "'");
		};
		long token = (outcome == TakeOutcome.GRANTED) ? Long.parseLong(this.result.substring(2)) : 0;
		return new Taken(outcome, token, this.figures);
	}

	Changed changed() {
		return new Changed("1".equals(this.result), this.figures);
	}

	/** The result are triples: id, weight, token. */
	Renewed renewed() {
		Map<Long, Long> held = new HashMap<>();
		Set<Long> waiting = new HashSet<>();
		String[] words = this.result.isEmpty() ? new String[0] : this.result.split(" ");
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

	/** The result are lines: held, waiting, instance. */
	Report report(int limit) {
		String[] lines = this.result.isEmpty() ? new String[0] : this.result.split("\n");
		List<InstanceShare> shares = Arrays.stream(lines)
			.map((line) -> line.split(" ", 3))
			.map((words) -> new InstanceShare(words[2], Integer.parseInt(words[0]), Integer.parseInt(words[1])))
			.sorted(Comparator.comparingInt(InstanceShare::held).reversed())
			.limit(limit)
			.toList();
		return new Report(this.figures, shares);
	}

}
