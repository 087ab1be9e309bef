package dev.semaphore.spring.actuate.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreRegistry;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.InMemoryPermitStore;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the endpoint tells of a semaphore that several instances share.
 */
class SharedSemaphoreEndpointTests {

	private static final String[] SHARED = { "shared" };

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ManualTime time = new ManualTime();

	private final FaultyPermitStore store = new FaultyPermitStore(new InMemoryPermitStore(this.time::nanoTime));

	private final List<AuditEvent> events = new ArrayList<>();

	private final SemaphoreTimes times = new SemaphoreTimes();

	private final SemaphoreRegistry registry = SemaphoreRegistry.create(this.times);

	private final SharedSemaphore here = instance("here");

	private final SharedSemaphore there = instance("there");

	@BeforeEach
	void register() {
		this.registry.register(this.here);
	}

	@Test
	void itTellsWhatEachInstanceHasAndWhichIsThisOne() throws InterruptedException {
		this.here.acquire();
		this.there.acquire(2);
		CompletableFuture<Permit> waiting = this.here.acquireAsync(1, MINUTE);
		assertThat(waiting).isNotDone();
		SemaphoreDescriptor shared = get();
		assertThat(shared)
			.extracting(SemaphoreDescriptor::permits, SemaphoreDescriptor::held, SemaphoreDescriptor::queueLength)
			.containsExactly(3, 3, 1);
		assertThat(shared.share()).isEqualTo(new ShareDescriptor("here", 1, 1));
		assertThat(shared.instances()).containsExactly(new ShareDescriptor("there", 2, 0),
				new ShareDescriptor("here", 1, 1));
	}

	@Test
	void itTellsNothingOfInstancesWhileTheBackendIsAwayAndOfALocalSemaphore() {
		this.store.fault(Fault.REFUSED);
		assertThat(get().instances()).isNull();
		assertThat(this.here.tryAcquire()).isNull();
		assertThat(get()).extracting(SemaphoreDescriptor::backendState, SemaphoreDescriptor::share)
			.containsExactly("down", null);
		this.registry.register(CountingSemaphore.create("local", SemaphorePolicy.of(1)));
		assertThat(extension(false).semaphore(SecurityContext.NONE, new String[] { "local" }).getBody().instances())
			.isNull();
	}

	@Test
	void aLeaseIsTakenFromItsHolderByForceForTheGoodOfAllInstancesAndThatIsOnRecord() throws InterruptedException {
		Permit permit = this.here.acquire(3);
		CompletableFuture<Permit> waiting = this.there.acquireAsync(1, MINUTE);
		String holder = Long.toString(get().holders().get(0).id());
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> extension(false).change(SecurityContext.NONE, SHARED, null, null, null, holder, null));
		assertThat(permit.lost()).isFalse();
		assertThat(waiting).isNotDone();
		extension(true).change(SecurityContext.NONE, SHARED, null, null, null, holder, null);
		assertThat(permit.lost()).isTrue();
		assertThat(waiting).succeedsWithin(MINUTE);
		permit.close();
		assertThat(get().instances()).containsExactly(new ShareDescriptor("there", 1, 0),
				new ShareDescriptor("here", 0, 0));
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.getData())
				.isEqualTo(Map.of("semaphore", "shared", "unsafeRelease", Long.valueOf(holder))));
	}

	@Test
	void theLeaseOfAnInstanceThatHangsIsEndedByAnotherOneAndThatIsOnRecord() throws InterruptedException {
		Permit permit = this.there.acquire(3);
		CompletableFuture<Permit> waiting = this.here.acquireAsync(1, MINUTE);
		assertThat(waiting).isNotDone();
		SemaphoreDescriptor ended = (SemaphoreDescriptor) endLease(extension(true), SHARED, "there").getBody();
		assertThat(waiting).succeedsWithin(MINUTE);
		assertThat(ended.instances()).containsExactly(new ShareDescriptor("here", 1, 0));
		assertThat(ended.events()).first()
			.extracting(EventDescriptor::kind, EventDescriptor::what)
			.containsExactly("unsafe-end-lease", "there");
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.getData())
				.isEqualTo(Map.of("semaphore", "shared", "unsafeEndLease", "there")));
		this.time.advance(MINUTE);
		assertThat(permit.lost()).isTrue();
	}

	@Test
	void aLeaseIsNotEndedUnlessThatIsAllowedAndItsInstanceThereAndAnother() throws InterruptedException {
		this.registry.register(CountingSemaphore.create("local", SemaphorePolicy.of(1)));
		Permit permit = this.there.acquire(2);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endLease(extension(false), SHARED, "there"))
			.withMessageContaining("management.endpoint.semaphores.unsafe-release");
		SemaphoresEndpointWebExtension allowed = extension(true);
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endLease(allowed, SHARED, "nobody"))
			.withMessage("'shared' has no instance 'nobody' (any more)");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endLease(allowed, SHARED, "here"))
			.withMessageContaining("'here' is the instance that was asked");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> endLease(allowed, new String[] { "local" }, "there"))
			.withMessageContaining("'local' is not shared");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> allowed.change(SecurityContext.NONE, SHARED, "7", null, null, "17", "there"));
		assertThat(endLease(allowed, new String[] { "unknown" }, "there").getStatus()).isEqualTo(404);
		this.time.advance(MINUTE);
		assertThat(permit.lost()).isFalse();
		assertThat(get().instances()).containsExactly(new ShareDescriptor("there", 2, 0),
				new ShareDescriptor("here", 0, 0));
		assertThat(this.here.snapshot().permits()).isEqualTo(3);
		assertThat(this.events).isEmpty();
	}

	@Test
	void whereTheBackendDoesNotSayWhetherALeaseHasEndedNobodyKnows() {
		this.store.fault(Fault.REFUSED);
		assertThatIllegalStateException()
			.isThrownBy(() -> endpoint(true).change("shared", null, null, null, null, "there"))
			.withMessageContaining("did not say whether the lease of 'there' has ended");
		WebEndpointResponse<?> response = endLease(extension(true), SHARED, "there");
		assertThat(response.getStatus()).isEqualTo(503);
		assertThat(response.getBody()).asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
			.hasEntrySatisfying("message",
					(message) -> assertThat(message).contains("did not say whether the lease of 'there' has ended"));
		assertThat(this.events).singleElement()
			.satisfies((event) -> assertThat(event.getData())
				.isEqualTo(Map.of("semaphore", "shared", "unsafeEndLease", "there", "outcome", "unknown")));
	}

	private static WebEndpointResponse<?> endLease(SemaphoresEndpointWebExtension extension, String[] semaphore,
			String instance) {
		return extension.change(SecurityContext.NONE, semaphore, null, null, null, null, instance);
	}

	private SemaphoreDescriptor get() {
		return extension(false).semaphore(SecurityContext.NONE, SHARED).getBody();
	}

	private SemaphoresEndpointWebExtension extension(boolean unsafeRelease) {
		return new SemaphoresEndpointWebExtension(endpoint(unsafeRelease), Show.NEVER, Set.of(),
				(event) -> this.events.add(((AuditApplicationEvent) event).getAuditEvent()));
	}

	private SemaphoresEndpoint endpoint(boolean unsafeRelease) {
		return new SemaphoresEndpoint(this.registry, this.times, (name) -> "redis", List::of, Show.NEVER,
				unsafeRelease);
	}

	private SharedSemaphore instance(String instance) {
		return CountingSemaphore.create("shared", SemaphorePolicy.of(3),
				SemaphoreOptions.defaults().withTimeSource(this.time).withTrackHolders(true), this.store,
				LeaseOptions.defaults().withInstance(instance));
	}

}
