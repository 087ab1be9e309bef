package dev.semaphore.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/observability} asks Prometheus for is what a scrape has.
 */
@SampleTest
class ObservabilityFilesTests {

	private static final Path FILES = Path.of(System.getProperty("basedir", "."), "..", "docs", "observability");

	private static final Pattern METER = Pattern.compile("\\bsemaphore_\\w+");

	/** The sample has no shared semaphores unless it is told to. */
	private static final Set<String> OF_SHARED_SEMAPHORES = Set.of("semaphore_backend_up",
			"semaphore_leases_lost_total");

	@Autowired
	Callers callers;

	@ParameterizedTest
	@ValueSource(strings = { "alerts.yml", "grafana-dashboard.json" })
	void everyMeterThatIsAskedForIsThere(String file) throws IOException {
		this.callers.get("/api/quotes/ACME");
		Set<String> asked = meters(Files.readString(FILES.resolve(file)));
		assertThat(asked).isNotEmpty();
		asked.removeAll(OF_SHARED_SEMAPHORES);
		assertThat(meters(this.callers.get("/actuator/prometheus").body())).containsAll(asked);
	}

	@Test
	void thePanelsAskForEveryMeterOfInterest() throws IOException {
		assertThat(meters(Files.readString(FILES.resolve("grafana-dashboard.json")))).contains("semaphore_permits_held",
				"semaphore_queue_length", "semaphore_rejections_total", "semaphore_wait_seconds_sum",
				"semaphore_hold_seconds_sum", "semaphore_wait_oldest_seconds", "semaphore_hold_longest_seconds",
				"semaphore_keys", "semaphore_leaks_total");
	}

	@Test
	void theFilesAreWhatTheyClaimToBe() throws IOException {
		assertThat(new JsonMapper().readTree(Files.readString(FILES.resolve("grafana-dashboard.json"))).path("panels"))
			.hasSize(8);
		assertThat(new Yaml().<Object>load(Files.readString(FILES.resolve("alerts.yml"))).toString())
			.contains("alert=SemaphoreRefuses");
	}

	private static Set<String> meters(String text) {
		return METER.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

}
