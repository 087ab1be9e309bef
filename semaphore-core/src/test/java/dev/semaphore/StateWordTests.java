package dev.semaphore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Permits, flags and count share one word and do not touch each other.
 */
class StateWordTests {

	private static final long ALMOST_DUE = (1L << 29) - 2;

	private final StateWord word = new StateWord(10);

	private VarHandle value;

	@BeforeEach
	void open() throws ReflectiveOperationException {
		this.value = MethodHandles.privateLookupIn(StateWord.class, MethodHandles.lookup())
			.findVarHandle(StateWord.class, "value", long.class);
	}

	@Test
	void acquisitionsAreCountedOnBeyondWhatTheWordHolds() {
		this.value.getAndAdd(this.word, ALMOST_DUE);
		assertThat(this.word.tryTake(1)).isTrue();
		assertThat(this.word.tryTake(1)).isTrue();
		assertThat(this.word.tryTake(1)).as("while the count is due for folding").isFalse();
		assertThat(this.word.read()).isEqualTo(new StateWord.Reading(8, ALMOST_DUE + 2));
		assertThat(this.word.tryTakeLocked(1)).isTrue();
		assertThat(this.word.tryTake(1)).isTrue();
		assertThat(this.word.read()).isEqualTo(new StateWord.Reading(6, ALMOST_DUE + 4));
	}

	@Test
	void whoTriesWhileFoldingIsDueGetsAPermitAllTheSame() throws InterruptedException {
		InProcessSemaphore semaphore = new InProcessSemaphore("test", SemaphorePolicy.of(4),
				SemaphoreOptions.defaults());
		for (int i = 0; i < 4; i++) {
			this.value.getAndAdd(semaphore.ledger().holdings().word(), 1L << 29);
			Permit permit = switch (i) {
				case 0 -> semaphore.tryAcquire();
				case 1 -> semaphore.acquire();
				case 2 -> semaphore.acquireAsync(AcquireRequest.one()).join();
				default -> semaphore.acquire(AcquireRequest.ofAll());
			};
			assertThat(permit).isNotNull();
			permit.close();
		}
		Numbers.assertNumbers(semaphore, 4, 0, 0);
		assertThat(semaphore.snapshot().statistics().acquired()).isEqualTo(4 + 4 * (1L << 29));
	}

	@Test
	void flagsSendAwayWhomTheySay() {
		this.word.flags(StateWord.BLOCK);
		assertThat(this.word.tryTake(1)).isFalse();
		assertThat(this.word.tryGiveBack(1)).isTrue();
		this.word.flags(StateWord.TELL);
		assertThat(this.word.tryTake(1)).isTrue();
		assertThat(this.word.tryGiveBack(1)).isFalse();
		this.word.flags(StateWord.BLOCK | StateWord.TELL);
		assertThat(this.word.tryTake(1)).isFalse();
		assertThat(this.word.tryGiveBack(1)).isFalse();
		assertThat(this.word.tryTakeLocked(1)).isTrue();
		this.word.flags(0);
		assertThat(this.word.read()).isEqualTo(new StateWord.Reading(9, 2));
	}

	@Test
	void aDebtLeavesFlagsAndCountAlone() {
		this.word.flags(StateWord.TELL);
		assertThat(this.word.tryTake(1)).isTrue();
		this.word.add(-Integer.MAX_VALUE);
		assertThat(this.word.read()).isEqualTo(new StateWord.Reading(9 - Integer.MAX_VALUE, 1));
		assertThat(this.word.tryTake(1)).isFalse();
		assertThat(this.word.tryTakeLocked(1)).isFalse();
		this.word.add(Integer.MAX_VALUE);
		assertThat(this.word.read()).isEqualTo(new StateWord.Reading(9, 1));
		assertThat(this.word.tryGiveBack(1)).as("while told to tell").isFalse();
	}

}
