package dev.semaphore;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SemaphoreRegistryTests {

	private final SemaphoreRegistry registry = SemaphoreRegistry.create();

	private final CountingSemaphore reports = CountingSemaphore.create("reports", SemaphorePolicy.of(1));

	@Test
	void registeredSemaphoreIsFoundByItsName() {
		this.registry.register(this.reports);
		assertThat(this.registry.get("reports")).isSameAs(this.reports);
		assertThat(this.registry.find("reports")).isSameAs(this.reports);
		assertThat(this.registry.names()).containsExactly("reports");
	}

	@Test
	void unknownNameIsNotFoundAndRefusedWithThoseThatAreKnown() {
		this.registry.register(this.reports);
		assertThat(this.registry.find("report")).isNull();
		assertThatExceptionOfType(UnknownSemaphoreException.class).isThrownBy(() -> this.registry.get("report"))
			.withMessage("No semaphore is named 'report'; there are: reports")
			.satisfies((ex) -> assertThat(ex.known()).containsExactly("reports"));
	}

	@Test
	void nameIsTakenOnlyOnceButTheSameSemaphoreMayComeAgain() {
		this.registry.register(this.reports);
		this.registry.register(this.reports);
		CountingSemaphore other = CountingSemaphore.create("reports", SemaphorePolicy.of(1));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.registry.register(other))
			.withMessageContaining("'reports' is registered already");
	}

	@Test
	void removedSemaphoreIsGone() {
		this.registry.register(this.reports);
		this.registry.remove("reports");
		this.registry.remove("reports");
		assertThat(this.registry.names()).isEmpty();
	}

}
