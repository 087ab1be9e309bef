package dev.semaphore.spring.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import dev.semaphore.store.Changed;
import dev.semaphore.store.Membership;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import dev.semaphore.store.Terms;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which calls go to the server together, and when.
 */
class RedisCallsTests {

	private static final Membership A = new Membership("reports", "a", Duration.ofSeconds(30), new Terms(2, 0, 0));

	private static final Membership B = new Membership("reports", "b", Duration.ofSeconds(30), new Terms(2, 0, 0));

	private static final String FIGURES = "2 0 7 1 0 1";

	private final List<String> sent = new ArrayList<>();

	private final List<CompletableFuture<String>> answers = new ArrayList<>();

	private final AtomicLong nanoTime = new AtomicLong();

	private final RedisCalls calls = new RedisCalls(this::run, Runnable::run, 2, this.nanoTime::get);

	@Test
	void afterTheFirstTwoThoseThatComeMeanwhileGoTogetherAndEachGetsItsOwnAnswer() {
		CompletionStage<Changed> first = end(A, 1);
		CompletionStage<Taken> second = take(A, 2);
		CompletionStage<Taken> third = take(A, 3);
		CompletionStage<Changed> fourth = end(A, 4);
		CompletionStage<Taken> fifth = take(A, 5);
		assertThat(this.sent).containsExactly("end 1", "take 2");
		answer(0, "1");
		assertThat(this.sent).containsExactly("end 1", "take 2", "take 3 end 4 take 5");
		answer(1, "G 70");
		answer(2, "U\n0\nG 71");
		assertThat(join(first).done()).isTrue();
		assertThat(join(second).token()).isEqualTo(70);
		assertThat(join(third).outcome()).isEqualTo(TakeOutcome.UNAVAILABLE);
		assertThat(join(fourth).done()).isFalse();
		assertThat(join(fifth).token()).isEqualTo(71);
	}

	@Test
	void callsOfOtherMembersAndThoseWithLongAnswersGoByThemselvesInTheirOrder() {
		take(A, 1);
		take(A, 2);
		take(A, 3);
		take(B, 4);
		take(B, 5);
		this.calls.add(new RedisCall<>(B, RedisAnswer::renewed, "renew"));
		end(B, 6);
		answer(0, "Q");
		assertThat(this.sent).containsExactly("take 1", "take 2", "take 3", "take 4 take 5", "renew", "end 6");
	}

	@Test
	void aCallThatFailsFailsAllThatWentWithItAndMakesRoom() {
		CompletionStage<Taken> first = take(A, 1);
		take(A, 2);
		CompletionStage<Taken> third = take(A, 3);
		CompletionStage<Taken> fourth = take(A, 4);
		this.answers.get(0).completeExceptionally(new IllegalStateException("away"));
		this.answers.get(2).completeExceptionally(new IllegalStateException("away"));
		end(A, 5);
		assertThat(this.sent).containsExactly("take 1", "take 2", "take 3 take 4", "end 5");
		assertThat(List.of(first, third, fourth))
			.allSatisfy((call) -> assertThat(call.toCompletableFuture()).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withMessageContaining("away"));
	}

	@Test
	void callsWithoutAnAnswerHoldUpOthersForAWhileOnly() {
		take(A, 1);
		take(A, 2);
		this.nanoTime.addAndGet(RedisCalls.PATIENCE.toNanos());
		take(A, 3);
		assertThat(this.sent).containsExactly("take 1", "take 2");
		this.nanoTime.incrementAndGet();
		take(A, 4);
		assertThat(this.sent).containsExactly("take 1", "take 2", "take 3 take 4");
	}

	private CompletionStage<Taken> take(Membership member, long id) {
		return this.calls.add(new RedisCall<>(member, RedisAnswer::taken, "take", id));
	}

	private CompletionStage<Changed> end(Membership member, long id) {
		return this.calls.add(new RedisCall<>(member, RedisAnswer::changed, "end", id));
	}

	private CompletionStage<String> run(byte[]... keysAndArguments) {
		List<String> words = Arrays.stream(keysAndArguments)
			.map((word) -> new String(word, StandardCharsets.UTF_8))
			.toList();
		this.sent.add(String.join(" ", words.subList(words.indexOf("semaphore:{reports}:") + 1, words.size())));
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.answers.add(answer);
		return answer;
	}

	private void answer(int call, String results) {
		this.answers.get(call).complete(FIGURES + "\n" + results);
	}

	private static <T> T join(CompletionStage<T> call) {
		return call.toCompletableFuture().join();
	}

}
