package dev.semaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * One semaphore of each name, and listeners that know which.
 */
class RegistryTests {

	@Test
	void aSemaphoreIsFoundByItsNameAndUnknownOnesNameThoseThatExist() {
		SemaphoreRegistry registry = SemaphoreRegistry.create();
		assertThatExceptionOfType(UnknownSemaphoreException.class).isThrownBy(() -> registry.get("reports"))
			.withMessageContaining("there are none");
		CountingSemaphore reports = semaphore("reports");
		registry.register(reports);
		registry.register(semaphore("batches"));
		assertThat(registry.get("reports")).isSameAs(reports);
		assertThat(registry.names()).containsExactly("batches", "reports");
		assertThatExceptionOfType(UnknownSemaphoreException.class).isThrownBy(() -> registry.get("report"))
			.withMessageContaining("'report'")
			.withMessageContaining("batches, reports")
			.satisfies((ex) -> assertThat(ex.name()).isEqualTo("report"));
	}

	@Test
	void namesIsACopy() {
		SemaphoreRegistry registry = SemaphoreRegistry.create();
		Set<String> names = registry.names();
		registry.register(semaphore("reports"));
		assertThat(names).isEmpty();
	}

	@Test
	void changesAreCountedAndNothingElseIs() {
		SemaphoreRegistry registry = SemaphoreRegistry.create();
		CountingSemaphore reports = semaphore("reports");
		long empty = registry.changes();
		registry.register(reports);
		long one = registry.changes();
		assertThat(one).isNotEqualTo(empty);
		registry.register(reports);
		registry.get("reports");
		registry.remove("batches");
		assertThat(registry.changes()).isEqualTo(one);
		registry.remove("reports");
		assertThat(registry.changes()).isNotEqualTo(one).isNotEqualTo(empty);
	}

	@Test
	void anotherSemaphoreOfTheSameNameIsRefusedAndTheSameOneIsNot() {
		SemaphoreRegistry registry = SemaphoreRegistry.create();
		CountingSemaphore reports = semaphore("reports");
		registry.register(reports);
		registry.register(reports);
		assertThatIllegalArgumentException().isThrownBy(() -> registry.register(semaphore("reports")))
			.withMessageContaining("'reports'");
		assertThat(registry.get("reports")).isSameAs(reports);
	}

	@Test
	void ofManyThatRegisterOneNameAtOnceOneWins() {
		for (int round = 0; round < 200; round++) {
			Recorder recorder = new Recorder();
			SemaphoreRegistry registry = SemaphoreRegistry.create(recorder);
			Set<CountingSemaphore> winners = ConcurrentHashMap.newKeySet();
			AtomicInteger losers = new AtomicInteger();
			Crew.perform(ThreadKinds.platform(), 4, (number) -> {
				CountingSemaphore mine = semaphore("reports");
				try {
					registry.register(mine);
					winners.add(mine);
				}
				catch (IllegalArgumentException ex) {
					losers.incrementAndGet();
				}
			});
			assertThat(winners).containsExactly(registry.get("reports"));
			assertThat(losers).hasValue(3);
			assertThat(recorder.events).containsExactly("registered reports");
		}
	}

	@Test
	void listenersListenAsLongAsASemaphoreIsRegistered() throws InterruptedException {
		Recorder recorder = new Recorder();
		SemaphoreRegistry registry = SemaphoreRegistry.create(recorder);
		CountingSemaphore reports = semaphore("reports");
		reports.acquire().close();
		registry.register(reports);
		reports.acquire().close();
		registry.remove("reports");
		registry.remove("reports");
		reports.acquire().close();
		assertThat(recorder.events).containsExactly("registered reports", "acquired reports", "removed reports");
		assertThat(registry.names()).isEmpty();
	}

	@Test
	void aSemaphoreRemovedWhileItIsRegisteredKeepsNoListener() throws InterruptedException {
		for (int round = 0; round < 500; round++) {
			Recorder recorder = new Recorder();
			SemaphoreRegistry registry = SemaphoreRegistry.create(recorder);
			CountingSemaphore reports = semaphore("reports");
			Crew.perform(ThreadKinds.platform(), 2, (number) -> {
				if (number == 0) {
					registry.register(reports);
				}
				else {
					registry.remove("reports");
				}
			});
			registry.remove("reports");
			recorder.events.remove("registered reports");
			reports.acquire().close();
			assertThat(recorder.events).containsOnly("removed reports");
		}
	}

	private static CountingSemaphore semaphore(String name) {
		return CountingSemaphore.create(name, SemaphorePolicy.of(1));
	}

	private static final class Recorder implements SemaphoreListener {

		private final List<String> events = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void onRegistered(CountingSemaphore semaphore) {
			this.events.add("registered " + semaphore.name());
		}

		@Override
		public void onRemoved(CountingSemaphore semaphore) {
			this.events.add("removed " + semaphore.name());
		}

		@Override
		public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
			this.events.add("acquired " + semaphore.name());
		}

	}

}
