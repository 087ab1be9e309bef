package dev.semaphore.spring;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NearestNameTests {

	@Test
	void misspeltNamesAreRecognised() {
		List<String> known = List.of("reports", "quotes", "batch-jobs");
		assertThat(NearestName.of("report", known)).isEqualTo("reports");
		assertThat(NearestName.of("repotrs", known)).isEqualTo("reports");
		assertThat(NearestName.of("Quotes", known)).isEqualTo("quotes");
		assertThat(NearestName.of("batch", known)).isEqualTo("batch-jobs");
		assertThat(NearestName.of("batchJobs", known)).isEqualTo("batch-jobs");
	}

	@Test
	void ofSeveralTheNearestIsChosen() {
		assertThat(NearestName.of("max-wat", List.of("max-queue", "max-wait", "max-weight"))).isEqualTo("max-wait");
	}

	@Test
	void swappedLettersAreOneChange() {
		assertThat(NearestName.of("ba", List.of("ab", "bc"))).isEqualTo("ab");
	}

	@Test
	void nothingIsSuggestedWhenNothingIsNear() {
		assertThat(NearestName.of("invoices", List.of("reports", "quotes"))).isNull();
		assertThat(NearestName.of("invoices", List.of())).isNull();
		assertThat(NearestName.question("invoices", List.of("reports"))).isEmpty();
	}

	@Test
	void theQuestionNamesTheNearest() {
		assertThat(NearestName.question("reprots", List.of("reports"))).isEqualTo(" Did you mean 'reports'?");
	}

}
