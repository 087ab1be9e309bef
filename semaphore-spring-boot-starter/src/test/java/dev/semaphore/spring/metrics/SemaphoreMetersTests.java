package dev.semaphore.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SemaphoreMeters}.
 */
class SemaphoreMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final SemaphoreMeters meters = new SemaphoreMeters();

	private final SemaphoreRegistry semaphores = SemaphoreRegistry.create(this.meters);

	private final ManualTime time = new ManualTime();

	@Test
	void allMetersAreThereBeforeAnythingHappens() {
		this.meters.bindTo(this.registry);
		semaphore("reports", SemaphorePolicy.of(4));
		assertThat(idsIn(this.registry)).containsExactlyInAnyOrder("semaphore.permits{name=reports}",
				"semaphore.permits.available{name=reports}", "semaphore.permits.held{name=reports}",
				"semaphore.queue.length{name=reports}", "semaphore.hold{name=reports}", "semaphore.keys{name=reports}",
				"semaphore.wait.oldest{name=reports}", "semaphore.hold.longest{name=reports}",
				"semaphore.leaks{name=reports}", "semaphore.wait{name=reports,outcome=acquired}",
				"semaphore.wait{name=reports,outcome=rejected}",
				"semaphore.rejections{name=reports,reason=UNAVAILABLE}",
				"semaphore.rejections{name=reports,reason=TIMED_OUT}",
				"semaphore.rejections{name=reports,reason=QUEUE_FULL}",
				"semaphore.rejections{name=reports,reason=TOO_LARGE}",
				"semaphore.rejections{name=reports,reason=CLOSED}",
				"semaphore.rejections{name=reports,reason=INTERRUPTED}",
				"semaphore.rejections{name=reports,reason=REENTRANT}",
				"semaphore.rejections{name=reports,reason=TOO_MANY_KEYS}",
				"semaphore.rejections{name=reports,reason=BACKEND_UNAVAILABLE}");
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).isNotBlank());
	}

	@Test
	void semaphoresThatWereThereBeforeTheMeterRegistryAreMeasuredToo() {
		semaphore("reports", SemaphorePolicy.of(4));
		this.meters.bindTo(this.registry);
		assertThat(gauge("semaphore.permits")).isEqualTo(4);
	}

	@Test
	void gaugesFollowPermitsThatComeAndGo() throws InterruptedException {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(4));
		Permit permit = semaphore.acquire(3);
		assertThat(gauge("semaphore.permits.held")).isEqualTo(3);
		assertThat(gauge("semaphore.permits.available")).isEqualTo(1);
		semaphore.resize(2);
		assertThat(gauge("semaphore.permits")).isEqualTo(2);
		assertThat(gauge("semaphore.permits.available")).isEqualTo(-1);
		permit.close();
		assertThat(gauge("semaphore.permits.held")).isZero();
		assertThat(gauge("semaphore.permits.available")).isEqualTo(2);
	}

	@Test
	void queueLengthIsOneWhileACallerIsBlocked() throws Exception {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1)));
		Permit permit = semaphore.acquire();
		assertThat(gauge("semaphore.queue.length")).isZero();
		CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> acquireAndClose(semaphore));
		await().untilAsserted(() -> assertThat(gauge("semaphore.queue.length")).isEqualTo(1));
		permit.close();
		blocked.get(1, TimeUnit.MINUTES);
		assertThat(gauge("semaphore.queue.length")).isZero();
	}

	@Test
	void gaugesSayHowLongTheOldestHaveHeldAndWaited() throws InterruptedException {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = CountingSemaphore.create("reports",
				SemaphorePolicy.of(1).withPermitsPerKey(1).withMaxWait(Duration.ofMinutes(1)),
				SemaphoreOptions.defaults().withTimeSource(this.time).withTrackHolders(true));
		this.semaphores.register(semaphore);
		Permit permit = semaphore.acquire(AcquireRequest.one().withKey("alice"));
		this.time.advance(Duration.ofSeconds(3));
		CompletableFuture<Permit> waiter = semaphore.acquireAsync(AcquireRequest.one().withKey("bob"));
		this.time.advance(Duration.ofSeconds(4));
		assertThat(gauge("semaphore.hold.longest")).isEqualTo(7);
		assertThat(gauge("semaphore.wait.oldest")).isEqualTo(4);
		assertThat(gauge("semaphore.keys")).isEqualTo(2);
		waiter.cancel(false);
		permit.close();
		assertThat(gauge("semaphore.hold.longest")).isZero();
		assertThat(gauge("semaphore.wait.oldest")).isZero();
	}

	@Test
	void timersSayHowLongRequestsWaitedAndHeld() throws Exception {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(1));
		Permit first = semaphore.acquire();
		CompletableFuture<Permit> second = semaphore.acquireAsync(1, Duration.ofSeconds(10));
		CompletableFuture<Permit> third = semaphore.acquireAsync(1, Duration.ofSeconds(3));
		this.time.advance(Duration.ofSeconds(5));
		first.close();
		second.get(1, TimeUnit.MINUTES).close();
		assertThat(third).isCompletedExceptionally();
		assertThat(wait("acquired").count()).isEqualTo(2);
		assertThat(wait("acquired").max(TimeUnit.SECONDS)).isEqualTo(5);
		assertThat(wait("rejected").count()).isEqualTo(1);
		assertThat(wait("rejected").totalTime(TimeUnit.SECONDS)).isEqualTo(3);
		Timer hold = this.registry.get("semaphore.hold").tag("name", "reports").timer();
		assertThat(hold.count()).isEqualTo(2);
		assertThat(hold.totalTime(TimeUnit.SECONDS)).isEqualTo(5);
	}

	@Test
	void rejectionsAreCountedByReason() {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(1).withMaxQueue(0));
		semaphore.tryAcquire();
		semaphore.tryAcquire();
		semaphore.tryAcquire(2);
		semaphore.acquireAsync(1, Duration.ofSeconds(1));
		semaphore.close();
		semaphore.tryAcquire();
		semaphore.tryAcquire();
		assertThat(rejections(RejectionReason.UNAVAILABLE)).isEqualTo(1);
		assertThat(rejections(RejectionReason.TOO_LARGE)).isEqualTo(1);
		assertThat(rejections(RejectionReason.QUEUE_FULL)).isEqualTo(1);
		assertThat(rejections(RejectionReason.CLOSED)).isEqualTo(2);
		assertThat(rejections(RejectionReason.TIMED_OUT)).isZero();
	}

	@Test
	void aRemovedSemaphoreTakesItsMetersAlong() {
		this.meters.bindTo(this.registry);
		CountingSemaphore reports = semaphore("reports", SemaphorePolicy.of(4));
		semaphore("quotes", SemaphorePolicy.of(2));
		this.semaphores.remove("reports");
		assertThat(idsIn(this.registry)).hasSize(20).allMatch((id) -> id.contains("name=quotes"));
		reports.tryAcquire();
		assertThat(idsIn(this.registry)).hasSize(20);
	}

	@Test
	void everyMeterRegistryHasTheMetersOnce() {
		SimpleMeterRegistry second = new SimpleMeterRegistry();
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(4).withMaxQueue(0));
		this.meters.bindTo(this.registry);
		this.meters.bindTo(second);
		this.meters.bindTo(second);
		semaphore.tryAcquire(5);
		assertThat(idsIn(this.registry)).isEqualTo(idsIn(second));
		assertThat(second.get("semaphore.rejections").tag("reason", "TOO_LARGE").counter().count()).isEqualTo(1);
	}

	@Test
	void nothingStaysInAMeterRegistryThatOutlivesTheMeters() {
		CompositeMeterRegistry global = new CompositeMeterRegistry();
		global.add(this.registry);
		this.meters.bindTo(global);
		semaphore("reports", SemaphorePolicy.of(4));
		assertThat(idsIn(this.registry)).hasSize(20);
		this.meters.close();
		assertThat(global.getMeters()).isEmpty();
		assertThat(this.registry.getMeters()).isEmpty();
	}

	@Test
	void whoeverSharesAMeterRegistryLeavesTheMetersOfTheOtherAlone() throws InterruptedException {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(4));
		SemaphoreMeters others = new SemaphoreMeters();
		others.bindTo(this.registry);
		SemaphoreRegistry otherSemaphores = SemaphoreRegistry.create(others);
		otherSemaphores.register(CountingSemaphore.create("reports", SemaphorePolicy.of(9)));
		otherSemaphores.register(CountingSemaphore.create("quotes", SemaphorePolicy.of(9)));
		otherSemaphores.get("reports").acquire().close();
		others.close();
		semaphore.acquire().close();
		assertThat(idsIn(this.registry)).hasSize(20).allMatch((id) -> id.contains("name=reports"));
		assertThat(gauge("semaphore.permits")).isEqualTo(4);
		assertThat(wait("acquired").count()).isEqualTo(2);
	}

	@Test
	void aMillionKeysAddNoMeter() throws InterruptedException {
		this.meters.bindTo(this.registry);
		CountingSemaphore semaphore = semaphore("reports", SemaphorePolicy.of(4).withPermitsPerKey(2).withMaxKeys(10));
		Set<String> before = idsIn(this.registry);
		for (int i = 0; i < 1_000_000; i++) {
			semaphore.acquire(AcquireRequest.one().withKey("tenant-" + i)).close();
		}
		assertThat(idsIn(this.registry)).isEqualTo(before);
		assertThat(wait("acquired").count()).isEqualTo(1_000_000);
	}

	@Test
	void namesThatComeAndGoLeaveNothing() {
		this.meters.bindTo(this.registry);
		IntStream.range(0, 10_000).mapToObj((i) -> "tenant-" + i).forEach((name) -> {
			semaphore(name, SemaphorePolicy.of(1));
			this.semaphores.remove(name);
		});
		assertThat(this.registry.getMeters()).isEmpty();
	}

	private CountingSemaphore semaphore(String name, SemaphorePolicy policy) {
		CountingSemaphore semaphore = CountingSemaphore.create(name, policy,
				SemaphoreOptions.defaults().withTimeSource(this.time));
		this.semaphores.register(semaphore);
		return semaphore;
	}

	private static void acquireAndClose(CountingSemaphore semaphore) {
		try {
			semaphore.acquire().close();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private double gauge(String name) {
		return this.registry.get(name).tag("name", "reports").gauge().value();
	}

	private Timer wait(String outcome) {
		return this.registry.get("semaphore.wait").tags("name", "reports", "outcome", outcome).timer();
	}

	private double rejections(RejectionReason reason) {
		return this.registry.get("semaphore.rejections")
			.tags("name", "reports", "reason", reason.name())
			.counter()
			.count();
	}

	private static Set<String> idsIn(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.map(SemaphoreMetersTests::text)
			.collect(Collectors.toSet());
	}

	private static String text(Meter.Id id) {
		List<String> tags = id.getTags().stream().map((tag) -> tag.getKey() + "=" + tag.getValue()).toList();
		return id.getName() + "{" + String.join(",", tags) + "}";
	}

}
