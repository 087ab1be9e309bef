package dev.semaphore.spring.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import dev.semaphore.AcquireRequest;
import dev.semaphore.BackendState;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.PermitHolder;
import dev.semaphore.RejectionReason;
import dev.semaphore.SemaphoreListener;
import dev.semaphore.SemaphoreSnapshot;
import dev.semaphore.SharedSemaphore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one semaphore in one registry. All are looked up once, so that an event
 * costs no look-up and makes no tags.
 */
final class MeteredSemaphore implements SemaphoreListener {

	private static final Log logger = LogFactory.getLog(MeteredSemaphore.class);

	private static final String NAME = "name";

	private final CountingSemaphore semaphore;

	private final MeterRegistry registry;

	private final Tags tags;

	/** What {@link #stop()} removes. */
	private final List<Meter> meters = new ArrayList<>();

	private final Map<RejectionReason, Counter> rejections = new EnumMap<>(RejectionReason.class);

	private final Timer acquired;

	private final Timer rejected;

	private final Timer hold;

	/** Null where permits have no lease. */
	private final @Nullable Counter lost;

	private MeteredSemaphore(CountingSemaphore semaphore, MeterRegistry registry) {
		this.semaphore = semaphore;
		this.registry = registry;
		this.tags = Tags.of(NAME, semaphore.name());
		boolean first = isFirst();
		if (first) {
			gauge("semaphore.permits", "How many permits there are", SemaphoreSnapshot::permits);
			gauge("semaphore.permits.available", "How many permits are free", SemaphoreSnapshot::available);
			gauge("semaphore.permits.held", "How many permits are held", SemaphoreSnapshot::held);
			gauge("semaphore.queue.length", "How many callers wait", SemaphoreSnapshot::queueLength);
			gauge("semaphore.keys", "How many keys hold permits or wait for them", SemaphoreSnapshot::keysInUse);
			timeGauge("semaphore.wait.oldest", "How long the caller has waited that waits longest",
					(measured) -> measured.snapshot().oldestWait());
			timeGauge("semaphore.hold.longest", "How long the permit has been held that is held longest",
					MeteredSemaphore::longestHold);
			added(FunctionCounter
				.builder("semaphore.leaks", semaphore, (measured) -> measured.snapshot().statistics().leaked())
				.description("How many permits were garbage-collected while they were held, where hold-warning is set")
				.tags(this.tags)
				.register(registry));
			if (semaphore instanceof SharedSemaphore shared) {
				backendGauge(shared);
			}
		}
		for (RejectionReason reason : RejectionReason.values()) {
			this.rejections.put(reason, added(counter(reason)));
		}
		this.acquired = added(waitTimer("acquired"));
		this.rejected = added(waitTimer("rejected"));
		this.lost = (semaphore instanceof SharedSemaphore) ? added(lostCounter()) : null;
		this.hold = added(Timer.builder("semaphore.hold")
			.description("How long permits were held")
			.tags(this.tags)
			.register(registry));
		if (!first) {
			this.meters.clear();
		}
	}

	static MeteredSemaphore start(CountingSemaphore semaphore, MeterRegistry registry) {
		MeteredSemaphore metered = new MeteredSemaphore(semaphore, registry);
		semaphore.addListener(metered);
		return metered;
	}

	void stop() {
		this.semaphore.removeListener(this);
		this.meters.forEach(this.registry::remove);
	}

	/**
	 * Another context may use the same registry and have a semaphore of the same name. A
	 * gauge can only be one of theirs, and whoever came first removes the meters.
	 */
	private boolean isFirst() {
		if (this.registry.find("semaphore.permits").tags(this.tags).gauge() == null) {
			return true;
		}
		logger.warn("The meters of another semaphore '" + this.semaphore.name() + "' are in the same registry: "
				+ "gauges show the other's numbers, counters and timers the sum of both. "
				+ "Give one of them another name, or each application context a meter registry of its own");
		return false;
	}

	private void gauge(String name, String description, ToIntFunction<SemaphoreSnapshot> value) {
		added(Gauge.builder(name, this.semaphore, (semaphore) -> value.applyAsInt(semaphore.snapshot()))
			.description(description)
			.tags(this.tags)
			.register(this.registry));
	}

	private void timeGauge(String name, String description, Function<CountingSemaphore, Duration> value) {
		added(TimeGauge
			.builder(name, this.semaphore, TimeUnit.NANOSECONDS, (semaphore) -> value.apply(semaphore).toNanos())
			.description(description)
			.tags(this.tags)
			.register(this.registry));
	}

	/** Known only where holders are tracked. */
	private static Duration longestHold(CountingSemaphore semaphore) {
		return semaphore.holders(1).stream().map(PermitHolder::heldFor).findFirst().orElse(Duration.ZERO);
	}

	private void backendGauge(SharedSemaphore semaphore) {
		added(Gauge
			.builder("semaphore.backend.up", semaphore, (shared) -> (shared.backendState() == BackendState.UP) ? 1 : 0)
			.description("Whether the shared backend answers: 1 or 0")
			.tags(this.tags)
			.tag("backend", semaphore.backend())
			.register(this.registry));
	}

	private Counter counter(RejectionReason reason) {
		return Counter.builder("semaphore.rejections")
			.description("How many requests were refused")
			.tags(this.tags)
			.tag("reason", reason.name())
			.register(this.registry);
	}

	private Counter lostCounter() {
		return Counter.builder("semaphore.leases.lost")
			.description("How many leases ended while their permits were held")
			.tags(this.tags)
			.register(this.registry);
	}

	private Timer waitTimer(String outcome) {
		return Timer.builder("semaphore.wait")
			.description("How long requests waited for their permits, or to be refused")
			.tags(this.tags)
			.tag("outcome", outcome)
			.register(this.registry);
	}

	private <M extends Meter> M added(M meter) {
		this.meters.add(meter);
		return meter;
	}

	@Override
	public void onAcquired(CountingSemaphore semaphore, AcquireRequest request, Duration waited) {
		this.acquired.record(waited);
	}

	@Override
	public void onReleased(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		this.hold.record(held);
	}

	@Override
	public void onRejected(CountingSemaphore semaphore, AcquireRequest request, RejectionReason reason,
			Duration waited) {
		this.rejected.record(waited);
		Objects.requireNonNull(this.rejections.get(reason)).increment();
	}

	@Override
	public void onLeaseLost(CountingSemaphore semaphore, AcquireRequest request, Duration held) {
		if (this.lost != null) {
			this.lost.increment();
		}
	}

}
