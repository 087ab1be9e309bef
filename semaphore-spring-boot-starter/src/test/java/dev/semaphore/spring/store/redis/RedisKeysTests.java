package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Membership;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Terms;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keys of a semaphore end by themselves, but not while it is in use.
 */
@Tag("any-jdk")
class RedisKeysTests {

	private static final Duration LEASE = Duration.ofHours(1);

	private final String name = "keys-" + UUID.randomUUID();

	private final RedisClients clients = new RedisClients(RedisServer.shared(RedisServer.REDIS));

	private final RedisPermitStore store = this.clients.lettuce();

	private final Membership member = new Membership(this.name, "a", LEASE, new Terms(1, 0, 0));

	private final Membership other = new Membership(this.name, "b", LEASE, new Terms(1, 0, 0));

	@AfterEach
	void disconnect() throws Exception {
		this.clients.close();
	}

	@Test
	void eachOutlivesTheLeaseWhileSomebodyHoldsOrWaits() throws Exception {
		holdAndWait();
		assertThat(keys()).hasSize(5)
			.allSatisfy((key, left) -> assertThat(left).isBetween(LEASE, LEASE.multipliedBy(2)));
		this.clients.elapse(LEASE.dividedBy(2));
		get(this.store.renew(this.member));
		get(this.store.renew(this.other));
		this.clients.elapse(LEASE.dividedBy(2));
		assertThat(keys()).hasSize(5).allSatisfy((key, left) -> assertThat(left).isGreaterThan(LEASE));
		assertThat(get(this.store.renew(this.member)).held()).hasSize(1);
		assertThat(get(this.store.renew(this.other)).waiting()).hasSize(1);
	}

	@Test
	void whatIsLeftAfterUseEnds() throws Exception {
		holdAndWait();
		get(this.store.giveBack(this.member, 1));
		get(this.store.giveBack(this.other, 2));
		assertThat(keys()).isNotEmpty()
			.allSatisfy((key, left) -> assertThat(left).isBetween(Duration.ofMillis(1), LEASE.multipliedBy(2)));
		get(this.store.leave(this.member));
		get(this.store.leave(this.other));
		assertThat(keys()).allSatisfy((key, left) -> assertThat(left).isPositive());
		this.clients.elapse(LEASE.multipliedBy(2));
		assertThat(keys()).isEmpty();
	}

	@Test
	void permitsThatAreOutAreRememberedMuchLongerAndNotForEver() throws Exception {
		holdAndWait();
		get(this.store.forget(this.member, 1));
		get(this.store.leave(this.member));
		get(this.store.leave(this.other));
		assertThat(keys()).containsKey(RedisNames.of(this.name).state())
			.allSatisfy((key, left) -> assertThat(left).isPositive());
		this.clients.elapse(LEASE.multipliedBy(3));
		assertThat(get(this.store.report(this.member, 0)).figures().terms().forgotten()).isOne();
		get(this.store.release(this.member, 1));
	}

	@Test
	void allAreInOneHashSlot() throws Exception {
		holdAndWait();
		assertThat(keys().keySet().stream().map(SlotHash::getSlot).distinct()).hasSize(1);
	}

	@Test
	void whoHasLostItsPlaceWithTheQueueIsToldSo() throws Exception {
		holdAndWait();
		this.clients.delete(RedisNames.of(this.name).queue());
		assertThat(get(this.store.renew(this.other)).waiting()).isEmpty();
		assertThat(get(this.store.take(this.other, new Ask(2, 1, false, true, 10))).outcome())
			.isEqualTo(TakeOutcome.QUEUED);
		get(this.store.giveBack(this.member, 1));
		assertThat(get(this.store.renew(this.other)).held()).containsOnlyKeys(2L);
	}

	@Test
	void aListOfMembersThatIsGoneIsMadeAnew() throws Exception {
		holdAndWait();
		this.clients.delete(RedisNames.of(this.name).members());
		this.clients.elapse(LEASE.plusSeconds(1));
		assertThat(get(this.store.renew(this.member)).held()).hasSize(1);
		get(this.store.giveBack(this.member, 1));
		assertThat(get(this.store.report(this.member, 0)).figures().held()).isEqualTo(1);
	}

	private void holdAndWait() throws Exception {
		assertThat(get(this.store.take(this.member, new Ask(1, 1, false, true, 10))).outcome())
			.isEqualTo(TakeOutcome.GRANTED);
		assertThat(get(this.store.take(this.other, new Ask(2, 1, false, true, 10))).outcome())
			.isEqualTo(TakeOutcome.QUEUED);
	}

	/** All of this semaphore, and how long they are left; less than nothing: for ever. */
	private Map<String, Duration> keys() {
		return this.clients.keys("*" + this.name + "*");
	}

	private static <T> T get(CompletionStage<T> answer) throws Exception {
		return answer.toCompletableFuture().get(1, TimeUnit.MINUTES);
	}

}
