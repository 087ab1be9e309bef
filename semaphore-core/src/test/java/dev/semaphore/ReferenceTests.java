package dev.semaphore;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One thread at a time, the semaphore does what the plain one does, whatever is asked of
 * it in whatever order.
 */
class ReferenceTests {

	private static final int ROUNDS = 50 * Integer.getInteger("semaphore.stress", 1);

	private static final int STEPS = 200;

	private static final String[] KEYS = { null, "a", "b", "c" };

	static Stream<SemaphorePolicy> policies() {
		return Stream.of(QueueOrder.values())
			.map((order) -> SemaphorePolicy.of(4).withOrder(order).withMaxQueue(6))
			.flatMap((policy) -> Stream.of(policy, policy.withInitialPermits(1), policy.withPermitsPerKey(2)));
	}

	@ParameterizedTest
	@MethodSource("policies")
	void itDoesWhatThePlainOneDoes(SemaphorePolicy policy) {
		for (int round = 0; round < ROUNDS; round++) {
			List<String> history = new ArrayList<>();
			Pair pair = new Pair(policy);
			Random random = new Random(round);
			for (int step = 0; step < STEPS; step++) {
				history.add(pair.step(random));
				assertThat(pair.real()).as("round %d: %s", round, history).isEqualTo(pair.reference());
			}
		}
	}

	/** The same done to both, and how both stand. */
	private static final class Pair {

		private final Subject real;

		private final Subject reference;

		private final List<Subject.Ticket> realTickets = new ArrayList<>();

		private final List<Subject.Ticket> referenceTickets = new ArrayList<>();

		Pair(SemaphorePolicy policy) {
			this.real = new RealSubject(policy);
			this.reference = new ReferenceSemaphore(policy);
		}

		String step(Random random) {
			int number = 1 + random.nextInt(4);
			return switch (random.nextInt(16)) {
				case 0, 1 -> attempt(number);
				case 2, 3, 4, 5, 6 -> enter(request(random, number));
				case 7 -> leave(random);
				case 8, 9, 10, 11 -> end(random, false);
				case 12 -> end(random, true);
				case 13 -> "release " + number + ": " + this.real.release(number) + this.reference.release(number);
				case 14 -> resize(random.nextInt(7));
				default -> shut(random.nextInt(4) == 0);
			};
		}

		List<String> real() {
			return standing(this.real, this.realTickets);
		}

		List<String> reference() {
			return standing(this.reference, this.referenceTickets);
		}

		private String attempt(int weight) {
			Subject.Ticket one = this.real.tryAcquire(weight);
			Subject.Ticket other = this.reference.tryAcquire(weight);
			assertThat(one == null).as("try " + weight + " refused").isEqualTo(other == null);
			if (one != null) {
				this.realTickets.add(one);
				this.referenceTickets.add(other);
			}
			return "try " + weight;
		}

		private String enter(AcquireRequest request) {
			this.realTickets.add(this.real.enter(request));
			this.referenceTickets.add(this.reference.enter(request));
			return request.toString();
		}

		private String leave(Random random) {
			if (this.realTickets.isEmpty()) {
				return "";
			}
			int index = random.nextInt(this.realTickets.size());
			this.realTickets.get(index).leave();
			this.referenceTickets.get(index).leave();
			return "leave " + index;
		}

		private String end(Random random, boolean forget) {
			for (int i = 0; i < this.realTickets.size(); i++) {
				int index = (i + random.nextInt(3)) % this.realTickets.size();
				if (this.realTickets.get(index).standing().equals("GRANTED")) {
					Stream.of(this.realTickets.remove(index), this.referenceTickets.remove(index))
						.forEach((ticket) -> end(ticket, forget));
					return (forget ? "forget " : "close ") + index;
				}
			}
			return "";
		}

		private String resize(int permits) {
			this.real.resize(permits);
			this.reference.resize(permits);
			return "resize " + permits;
		}

		private String shut(boolean shut) {
			this.real.shut(shut);
			this.reference.shut(shut);
			return shut ? "shut" : "open";
		}

		private static void end(Subject.Ticket ticket, boolean forget) {
			if (forget) {
				ticket.forget();
			}
			else {
				ticket.close();
			}
		}

		private static AcquireRequest request(Random random, int weight) {
			return AcquireRequest.of(weight)
				.withKey(KEYS[random.nextInt(KEYS.length)])
				.withPriority(random.nextInt(3))
				.withExclusive(random.nextInt(8) == 0);
		}

		private static List<String> standing(Subject subject, List<Subject.Ticket> tickets) {
			List<String> standing = new ArrayList<>();
			standing.add(subject.numbers());
			for (Subject.Ticket ticket : tickets) {
				boolean granted = ticket.standing().equals("GRANTED");
				standing.add(granted ? "GRANTED " + ticket.weight() : ticket.standing());
			}
			return standing;
		}

	}

}
