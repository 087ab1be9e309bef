package dev.semaphore;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A policy, and those made of it.
 */
class SemaphorePolicyTests {

	private static final SemaphorePolicy POLICY = SemaphorePolicy.of(8)
		.withInitialPermits(7)
		.withMaxWait(Duration.ofMillis(1))
		.withMaxQueue(2)
		.withPermitsPerKey(3)
		.withMaxKeys(4)
		.withMaxOvertaking(Duration.ofMillis(5))
		.withPriorityAging(Duration.ofMillis(6));

	private static final Map<String, UnaryOperator<SemaphorePolicy>> CHANGES = Map.of("initialPermits",
			(policy) -> policy.withInitialPermits(1), "maxWait", (policy) -> policy.withMaxWait(Duration.ofHours(1)),
			"maxQueue", (policy) -> policy.withMaxQueue(9), "order", (policy) -> policy.withOrder(QueueOrder.LIFO),
			"permitsPerKey", (policy) -> policy.withPermitsPerKey(9), "maxKeys", (policy) -> policy.withMaxKeys(9),
			"maxOvertaking", (policy) -> policy.withMaxOvertaking(Duration.ofHours(2)), "priorityAging",
			(policy) -> policy.withPriorityAging(Duration.ofHours(3)), "mode",
			(policy) -> policy.withMode(SemaphoreMode.DRY_RUN));

	static Stream<String> parts() {
		return Arrays.stream(SemaphorePolicy.class.getRecordComponents())
			.map(RecordComponent::getName)
			.filter((part) -> !part.equals("permits"));
	}

	@ParameterizedTest
	@MethodSource("parts")
	void aChangedPartLeavesTheOthersAsTheyWere(String part) {
		assertThat(CHANGES).containsKey(part);
		assertThat(CHANGES.get(part).apply(POLICY)).usingRecursiveComparison().ignoringFields(part).isEqualTo(POLICY);
		assertThat(CHANGES.get(part).apply(POLICY)).isNotEqualTo(POLICY);
	}

	@Test
	void anotherLimitKeepsAsManyPermitsOutAsBefore() {
		SemaphorePolicy changed = POLICY.withPermits(5);
		assertThat(changed.permits()).isEqualTo(5);
		assertThat(changed.initialPermits()).isEqualTo(4);
		assertThat(changed.withPermits(8)).isEqualTo(POLICY);
	}

}
