package dev.semaphore.spring.event;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlightRecorderListener}.
 */
class FlightRecorderListenerTests {

	private final ManualTime time = new ManualTime();

	private final CountingSemaphore semaphore = CountingSemaphore.create("reports", SemaphorePolicy.of(1),
			SemaphoreOptions.defaults()
				.withTimeSource(this.time)
				.withTrackHolders(true)
				.withListener(new FlightRecorderListener()));

	@Test
	void waitsRefusalsAndLongHoldsAreRecorded(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("semaphore.jfr");
		try (Recording recording = new Recording()) {
			recording.start();
			Permit first = this.semaphore.acquire(AcquireRequest.one().withCaller("Reports.monthly"));
			assertThat(this.semaphore.tryAcquire()).isNull();
			CompletableFuture<Permit> second = this.semaphore
				.acquireAsync(AcquireRequest.one().withCaller("Reports.daily").withMaxWait(Duration.ofMinutes(1)));
			this.time.advance(Duration.ofSeconds(2));
			first.close();
			second.join().close();
			recording.stop();
			recording.dump(file);
		}
		assertThat(events(file)).containsExactlyInAnyOrder("dev.semaphore.Refusal null PT0S",
				"dev.semaphore.LongHold Reports.monthly PT2S", "dev.semaphore.Wait Reports.daily PT2S");
	}

	private static List<String> events(Path file) throws Exception {
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().startsWith("dev.semaphore."))
			.map(FlightRecorderListenerTests::text)
			.toList();
	}

	private static String text(RecordedEvent event) {
		assertThat(event.getString("semaphore")).isEqualTo("reports");
		return event.getEventType().getName() + " " + event.getString("caller") + " " + event.getDuration("time");
	}

}
