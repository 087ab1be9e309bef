package dev.semaphore.spring.actuate.endpoint;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.ManualTime;
import dev.semaphore.Permit;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SemaphoreSnapshot;
import dev.semaphore.SemaphoreState;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.DeadlockHazards.Cycle;
import dev.semaphore.store.FaultyPermitStore;
import dev.semaphore.store.FaultyPermitStore.Fault;
import dev.semaphore.store.InMemoryPermitStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint does on the web, whichever web it is.
 */
abstract class SemaphoresEndpointWebTests extends SemaphoresEndpointRequests {

	private final CountingSemaphore reports = semaphore("reports", SemaphorePolicy.of(4));

	private final CountingSemaphore quotes = semaphore("quotes.eu-west",
			SemaphorePolicy.of(2).withMaxWait(Duration.ZERO).withMaxQueue(7).withOrder(QueueOrder.BARGING));

	@Test
	void listShowsEverySemaphoreInTheWordsOfTheConfiguration() throws InterruptedException {
		this.reports.acquire(3);
		run((client) -> client.get()
			.uri("/actuator/semaphores")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("{\"semaphores\":{" + "\"quotes.eu-west\":{\"permits\":2,\"available\":2,\"held\":0,"
					+ "\"queueLength\":0,\"maxQueue\":7,\"maxWait\":\"PT0S\",\"order\":\"barging\","
					+ "\"mode\":\"enforce\",\"backend\":\"local\",\"state\":\"open\"},"
					+ "\"reports\":{\"permits\":4,\"available\":1,\"held\":3,"
					+ "\"queueLength\":0,\"maxQueue\":1000,\"maxWait\":\"PT1S\",\"order\":\"fifo\","
					+ "\"mode\":\"enforce\",\"backend\":\"local\",\"state\":\"open\"}}}"));
	}

	@Test
	void listShowsWhichCallsCanWaitForEachOther() {
		this.hazards.add(new Cycle(List.of("a", "b"), List.of("one holds 'a'", "another holds 'b'")));
		run((client) -> client.get().uri("/actuator/semaphores").exchange().expectStatus().isOk().expectBody().json("""
				{"hazards": [{"semaphores": ["a", "b"], "calls": ["one holds 'a'", "another holds 'b'"]}]}"""));
	}

	@Test
	void oneShowsWhoHoldsAndWhoWaits() throws InterruptedException {
		Permit permit = this.reports.acquire(AcquireRequest.of(4).withCaller("Reports.monthly").withKey("alice"));
		CompletableFuture<Permit> waiter = this.reports
			.acquireAsync(AcquireRequest.of(2).withCaller("Reports.daily").withMaxWait(Duration.ofMinutes(1)));
		run((client) -> {
			get(client, "reports").jsonPath("$.available")
				.isEqualTo(0)
				.jsonPath("$.holders.length()")
				.isEqualTo(1)
				.jsonPath("$.queueLength")
				.isEqualTo(1)
				.jsonPath("$.holders[0].what")
				.isEqualTo("Reports.monthly")
				.jsonPath("$.holders[0].threadName")
				.isEqualTo(Thread.currentThread().getName())
				.jsonPath("$.holders[0].threadId")
				.isEqualTo(threadId())
				.jsonPath("$.holders[0].since")
				.value(String.class, (since) -> assertThat(Instant.parse(since)).isBeforeOrEqualTo(Instant.now()))
				.jsonPath("$.holders[0].weight")
				.isEqualTo(4)
				.jsonPath("$.waiters.length()")
				.isEqualTo(1)
				.jsonPath("$.waiters[0].what")
				.isEqualTo("Reports.daily")
				.jsonPath("$.waiters[0].weight")
				.isEqualTo(2)
				.jsonPath("$.waiters[0].since")
				.exists()
				.jsonPath("$.waiters[0].key")
				.doesNotExist();
		});
		permit.close();
		assertThat(waiter).succeedsWithin(Duration.ofMinutes(1));
	}

	@Test
	void oneCountsWhatHappened() throws InterruptedException {
		this.quotes.acquire(2).close();
		this.quotes.acquire();
		this.quotes.tryAcquire(2);
		run((client) -> get(client, "quotes.eu-west").jsonPath("$.statistics.acquired")
			.isEqualTo(2)
			.jsonPath("$.statistics.released")
			.isEqualTo(1)
			.jsonPath("$.statistics.rejected.UNAVAILABLE")
			.isEqualTo(1)
			.jsonPath("$.statistics.rejected.TIMED_OUT")
			.isEqualTo(0)
			.jsonPath("$.statistics.waitTime.count")
			.isEqualTo(2)
			.jsonPath("$.statistics.waitTime.max")
			.isEqualTo("PT0S")
			.jsonPath("$.statistics.holdTime.count")
			.isEqualTo(1)
			.jsonPath("$.statistics.holdTime.mean")
			.value(String.class, (mean) -> assertThat(Duration.parse(mean)).isPositive()));
	}

	@Test
	void oneTellsWhatHappenedLately() {
		this.reports.resize(5);
		this.reports.tryAcquire(6);
		this.reports.tryAcquire(6);
		run((client) -> get(client, "reports").jsonPath("$.events.length()")
			.isEqualTo(2)
			.jsonPath("$.events[0].kind")
			.isEqualTo("rejected")
			.jsonPath("$.events[0].what")
			.isEqualTo("TOO_LARGE")
			.jsonPath("$.events[0].count")
			.isEqualTo(2)
			.jsonPath("$.events[0].at")
			.value(String.class, (at) -> assertThat(Instant.parse(at)).isBeforeOrEqualTo(Instant.now()))
			.jsonPath("$.events[1].what")
			.isEqualTo("4 to 5"));
	}

	@Test
	void aSharedSemaphoreTellsWhetherItsBackendAnswers() {
		ManualTime time = new ManualTime();
		FaultyPermitStore store = new FaultyPermitStore(new InMemoryPermitStore(time::nanoTime));
		SharedSemaphore shared = CountingSemaphore.create("shared", SemaphorePolicy.of(2),
				SemaphoreOptions.defaults().withTimeSource(time), store, LeaseOptions.defaults());
		this.registry.register(shared);
		store.fault(Fault.REFUSED);
		assertThat(shared.tryAcquire()).isNull();
		run((client) -> get(client, "shared").jsonPath("$.backendState")
			.isEqualTo("down")
			.jsonPath("$.events[?(@.kind == 'backend-state-changed')].what")
			.isEqualTo("down"));
		run((client) -> get(client, "reports").jsonPath("$.backendState").doesNotExist());
	}

	@Test
	void theLeaseOfAnotherInstanceIsEndedByTheBodyWhereThatIsAllowed() {
		ManualTime time = new ManualTime();
		InMemoryPermitStore store = new InMemoryPermitStore(time::nanoTime);
		SemaphoreOptions options = SemaphoreOptions.defaults().withTimeSource(time);
		LeaseOptions leases = LeaseOptions.defaults();
		SharedSemaphore hung = CountingSemaphore.create("shared", SemaphorePolicy.of(2), options, store,
				leases.withInstance("17"));
		assertThat(hung.tryAcquire()).isNotNull();
		this.registry.register(CountingSemaphore.create("shared", SemaphorePolicy.of(2), options, store, leases));
		String body = "{\"unsafeEndLease\": \"17\"}";
		run(Show.NEVER, List.of(WRITABLE), (client) -> {
			post(client, "shared", body).expectStatus().isBadRequest();
			get(client, "shared").jsonPath("$.held").isEqualTo(1);
		});
		run(Show.NEVER, List.of(WRITABLE), true, (client) -> {
			post(client, "shared", "{\"unsafeEndLease\": \"nobody\"}").expectStatus().isBadRequest();
			post(client, "shared", "{\"unsafeEndLease\": \"17\", \"permits\": 5}").expectStatus().isBadRequest();
			post(client, "reports", body).expectStatus().isBadRequest();
			post(client, "unknown", body).expectStatus().isNotFound();
			get(client, "shared").jsonPath("$.held").isEqualTo(1);
			post(client, "shared", body).expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.held")
				.isEqualTo(0)
				.jsonPath("$.instances.length()")
				.isEqualTo(1);
		});
	}

	@Test
	void keysAreMaskedUnlessTheirValuesMayBeShown() throws InterruptedException {
		CountingSemaphore tenants = semaphore("tenants", SemaphorePolicy.of(4).withPermitsPerKey(2));
		tenants.acquire(AcquireRequest.one().withKey("alice"));
		run(Show.NEVER, List.of(),
				(client) -> get(client, "tenants").jsonPath("$.keys[0].key")
					.isEqualTo("******")
					.jsonPath("$.keys[0].held")
					.isEqualTo(1)
					.jsonPath("$.holders[0].key")
					.isEqualTo("******"));
		run(Show.WHEN_AUTHORIZED, List.of(),
				(client) -> get(client, "tenants").jsonPath("$.keys[0].key").isEqualTo("******"));
		run(Show.ALWAYS, List.of(),
				(client) -> get(client, "tenants").jsonPath("$.keys[0].key")
					.isEqualTo("alice")
					.jsonPath("$.holders[0].key")
					.isEqualTo("alice"));
	}

	@Test
	void unknownNameIsNotFound() {
		run((client) -> client.get().uri("/actuator/semaphores/report").exchange().expectStatus().isNotFound());
		run(Show.NEVER, List.of(WRITABLE),
				(client) -> post(client, "report", "{\"permits\": 8}").expectStatus().isNotFound());
	}

	@Test
	void byDefaultNothingCanBeChanged() {
		run((client) -> post(client, "reports", "{\"permits\": 8}").expectStatus().isEqualTo(405));
		run(Show.NEVER, List.of(WRITABLE, "management.endpoints.access.max-permitted=READ_ONLY"),
				(client) -> post(client, "reports", "{\"permits\": 8}").expectStatus().isEqualTo(405));
		assertThat(this.reports.snapshot().permits()).isEqualTo(4);
	}

	@Test
	void withoutAccessThereIsNothing() {
		run(Show.NEVER, List.of("management.endpoint.semaphores.access=NONE"),
				(client) -> client.get().uri("/actuator/semaphores").exchange().expectStatus().isNotFound());
	}

	@Test
	void permitsAreChangedInPlace() throws InterruptedException {
		Permit permit = this.reports.acquire(4);
		run(Show.NEVER, List.of(WRITABLE),
				(client) -> post(client, "reports", "{\"permits\": 2}").expectStatus()
					.isOk()
					.expectBody()
					.jsonPath("$.permits")
					.isEqualTo(2)
					.jsonPath("$.available")
					.isEqualTo(-2)
					.jsonPath("$.statistics")
					.exists());
		permit.close();
		assertThat(this.reports.snapshot().available()).isEqualTo(2);
		assertThat(this.registry.get("reports")).isSameAs(this.reports);
	}

	@Test
	void stateIsChangedInPlace() {
		run(Show.NEVER, List.of(WRITABLE), (client) -> {
			post(client, "reports", "{\"state\": \"closed\"}").expectBody().jsonPath("$.state").isEqualTo("closed");
			assertThat(this.reports.tryAcquire()).isNull();
			post(client, "reports", "{\"state\": \"open\", \"permits\": 8}").expectBody()
				.jsonPath("$.state")
				.isEqualTo("open")
				.jsonPath("$.permits")
				.isEqualTo(8);
			assertThat(this.reports.tryAcquire(8)).isNotNull();
		});
	}

	@Test
	void closingComesBeforeAndOpeningAfterTheChangeOfTheLimit() throws InterruptedException {
		this.reports.acquire(4);
		CompletableFuture<Permit> waiter = this.reports.acquireAsync(1, Duration.ofMinutes(1));
		run(Show.NEVER, List.of(WRITABLE),
				(client) -> post(client, "reports", "{\"permits\": 8, \"state\": \"closed\"}").expectStatus().isOk());
		assertThat(waiter).isCompletedExceptionally();
		assertThat(this.reports.snapshot().held()).isEqualTo(4);
	}

	@Test
	void badValuesAreRefusedAndChangeNothing() {
		List<String> bodies = List.of("{}", "{\"permit\": 8}", "{\"permits\": null}", "{\"permits\": -1}",
				"{\"permits\": 8.5}", "{\"permits\": 1e1}", "{\"permits\": true}", "{\"permits\": \"eight\"}",
				"{\"permits\": \"\"}", "{\"permits\": \"+8\"}", "{\"permits\": \" 8\"}", "{\"permits\": \"0x8\"}",
				"{\"permits\": 2147483648}", "{\"permits\": [8]}", "{\"permits\": {\"to\": 8}}",
				"{\"state\": \"ajar\"}", "{\"state\": \"\"}", "{\"state\": 1}", "{\"state\": [\"closed\"]}",
				"{\"permits\": 8, \"state\": \"ajar\"}", "{\"permits\": -1, \"state\": \"closed\"}", "[]", "8", "{");
		run(Show.NEVER, List.of(WRITABLE), (client) -> {
			for (String body : bodies) {
				post(client, "reports", body).expectStatus().isBadRequest();
				assertUnchanged(this.reports, 4);
			}
		});
	}

	@Test
	void nothingInTheRequestCanNameAnotherSemaphoreThanThePath() {
		run(Show.NEVER, List.of(WRITABLE), (client) -> {
			for (String member : List.of("name", "semaphore", "path", "id", "toMatch", "arg0", "arg1")) {
				post(client, "reports", "{\"" + member + "\": \"quotes.eu-west\", \"permits\": 9}");
				String query = member + "=quotes.eu-west";
				post(client, "reports?" + query, "{\"permits\": 9}");
				post(client, "reports?" + query + "&" + query, "{\"permits\": 9}");
			}
		});
		assertUnchanged(this.quotes, 2);
	}

	@Test
	void aRequestThatNamesTheSemaphoreTwiceIsRefused() {
		run(Show.NEVER, List.of(WRITABLE), (client) -> {
			post(client, "reports", "{\"name\": \"reports\", \"permits\": 9}").expectStatus().isBadRequest();
			client.get()
				.uri("/actuator/semaphores/reports?name=quotes.eu-west")
				.exchange()
				.expectStatus()
				.isBadRequest();
		});
		assertUnchanged(this.reports, 4);
	}

	@Test
	void aChangeOfNobodyIsNotFound() {
		run(Show.NEVER, List.of(WRITABLE),
				(client) -> client.post()
					.uri("/actuator/semaphores")
					.contentType(MediaType.APPLICATION_JSON)
					.bodyValue("{\"permits\": 9}")
					.exchange()
					.expectStatus()
					.isNotFound());
	}

	@Test
	void namesOfBeansAreReachableWhateverTheyAre() {
		for (String name : List.of("a.b-c.d", "two words", "ümläut", "a/b", "50%")) {
			semaphore(name, SemaphorePolicy.of(1));
		}
		run((client) -> {
			for (String segment : List.of("a.b-c.d", "two%20words", "%C3%BCml%C3%A4ut", "a/b", "50%25")) {
				client.get()
					.uri(URI.create("/actuator/semaphores/" + segment))
					.exchange()
					.expectStatus()
					.isOk()
					.expectBody()
					.jsonPath("$.permits")
					.isEqualTo(1);
			}
		});
	}

	@SuppressWarnings("deprecation")
	private static int threadId() {
		return (int) Thread.currentThread().getId();
	}

	private static void assertUnchanged(CountingSemaphore semaphore, int permits) {
		SemaphoreSnapshot snapshot = semaphore.snapshot();
		assertThat(snapshot.permits()).isEqualTo(permits);
		assertThat(snapshot.state()).isEqualTo(SemaphoreState.OPEN);
	}

}
