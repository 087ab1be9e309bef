package dev.semaphore.spring.store.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Membership;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import dev.semaphore.store.Terms;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clocks that are off, instances that fall silent, members that are not there, and
 * clusters that ask who one is.
 */
@Tag("any-jdk")
class EtcdFaultsTests {

	private static final Ask ASK = new Ask(1, 1, false, false, 0);

	private final String semaphore = "faults-" + UUID.randomUUID();

	private final List<EtcdPermitStore> stores = new ArrayList<>();

	@AfterEach
	void close() {
		this.stores.forEach(EtcdPermitStore::close);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, -1 })
	void aClockThatIsOffByAnHourLetsNobodyInAndThrowsNobodyOut(long hours) {
		AtomicLong off = new AtomicLong();
		EtcdPermitStore a = keep(
				new EtcdPermitStore(EtcdClients.options(EtcdServer.shared()), () -> System.nanoTime() + off.get()));
		EtcdPermitStore b = keep(new EtcdPermitStore(EtcdClients.options(EtcdServer.shared())));
		Membership first = member("a", Duration.ofMinutes(10));
		assertThat(answer(a.take(first, ASK)).outcome()).isEqualTo(TakeOutcome.GRANTED);
		off.set(Duration.ofHours(hours).toNanos());
		assertThat(answer(b.take(member("b", Duration.ofMinutes(10)), ASK)).outcome())
			.isEqualTo(TakeOutcome.UNAVAILABLE);
		assertThat(answer(a.renew(first)).held()).containsOnlyKeys(1L);
		assertThat(answer(b.renew(member("b", Duration.ofMinutes(10)))).figures().held()).isOne();
	}

	@Test
	void whatASilentInstanceHeldComesBackAndTheNextTokenIsLarger() {
		EtcdPermitStore a = keep(new EtcdPermitStore(EtcdClients.options(EtcdServer.shared())));
		EtcdPermitStore b = keep(new EtcdPermitStore(EtcdClients.options(EtcdServer.shared())));
		Membership silent = member("a", Duration.ofSeconds(1));
		Membership other = member("b", Duration.ofMinutes(10));
		Taken first = answer(a.take(silent, ASK));
		AtomicLong ids = new AtomicLong();
		Taken second = Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> answer(b.take(other, new Ask(ids.incrementAndGet(), 1, false, false, 0))),
					(taken) -> taken.outcome() == TakeOutcome.GRANTED);
		assertThat(second.token()).isGreaterThan(first.token());
		assertThat(answer(a.renew(silent)).held()).isEmpty();
		assertThat(answer(a.giveBack(silent, 1)).done()).isFalse();
		assertThat(answer(b.renew(other)).figures().held()).isOne();
	}

	@Test
	void aMemberThatIsNotThereIsPassedOver() {
		EtcdStoreOptions options = new EtcdStoreOptions(
				List.of(URI.create("http://127.0.0.1:1"), EtcdServer.shared().endpoint()), "semaphore/",
				Duration.ofSeconds(30), null, null);
		EtcdPermitStore store = keep(new EtcdPermitStore(options));
		assertThat(answer(store.take(member("a", Duration.ofMinutes(10)), ASK)).outcome())
			.isEqualTo(TakeOutcome.GRANTED);
	}

	@Test
	void aClusterThatAsksLetsInWhoeverKnowsThePassword() throws Exception {
		try (EtcdServer server = EtcdServer.start()) {
			EtcdClient operator = new EtcdClient(EtcdClients.options(server), Runnable::run);
			answer(operator.call("auth/user/add", Map.of("name", "root", "password", "right")));
			answer(operator.call("auth/role/add", Map.of("name", "root")));
			answer(operator.call("auth/user/grant", Map.of("user", "root", "role", "root")));
			answer(operator.call("auth/enable", Map.of()));
			Membership member = member("a", Duration.ofMinutes(10));
			EtcdPermitStore nobody = keep(new EtcdPermitStore(EtcdClients.options(server)));
			assertThat(nobody.take(member, ASK).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
			EtcdPermitStore stranger = keep(new EtcdPermitStore(options(server, "wrong")));
			assertThat(stranger.take(member, ASK).toCompletableFuture()).failsWithin(Duration.ofMinutes(1));
			EtcdPermitStore friend = keep(new EtcdPermitStore(options(server, "right")));
			assertThat(answer(friend.take(member, ASK)).outcome()).isEqualTo(TakeOutcome.GRANTED);
		}
	}

	private static EtcdStoreOptions options(EtcdServer server, String password) {
		return new EtcdStoreOptions(List.of(server.endpoint()), "semaphore/", Duration.ofSeconds(30),
				new EtcdCredentials("root", password), null);
	}

	private EtcdPermitStore keep(EtcdPermitStore store) {
		this.stores.add(store);
		return store;
	}

	private Membership member(String instance, Duration lease) {
		return new Membership(this.semaphore, instance, lease, new Terms(1, 0, 0));
	}

	private static <T> T answer(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
	}

}
