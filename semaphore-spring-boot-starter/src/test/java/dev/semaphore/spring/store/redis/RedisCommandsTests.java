package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.store.Ask;
import dev.semaphore.store.Membership;
import dev.semaphore.store.Terms;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many commands the server is given for a permit.
 */
@Tag("any-jdk")
class RedisCommandsTests {

	private static final int TAKES = 100;

	/** Nothing is renewed or looked for while commands are counted. */
	private static final Duration LONG = Duration.ofMinutes(30);

	private final String name = "commands-" + UUID.randomUUID();

	private final RedisClients clients = new RedisClients(RedisServer.shared(RedisServer.REDIS));

	private final Deque<SharedSemaphore> semaphores = new ArrayDeque<>();

	@AfterEach
	void disconnect() throws Exception {
		for (SharedSemaphore semaphore : this.semaphores) {
			semaphore.leave().toCompletableFuture().get(1, TimeUnit.MINUTES);
		}
		this.clients.close();
	}

	@Test
	void aFreePermitIsTakenWithOneCallAndGivenBackWithOne() throws Exception {
		SharedSemaphore semaphore = semaphore(this.name, this.clients.lettuce());
		semaphore.acquire().close();
		semaphore.acquire().close();
		long before = this.clients.scripts();
		for (int i = 0; i < TAKES; i++) {
			semaphore.acquire().close();
		}
		awaitAtRest(semaphore);
		// a return and the next take may share one; looking whether all is at rest adds
		// some
		assertThat(this.clients.scripts() - before).isBetween((long) TAKES, 2L * TAKES + TAKES / 2);
	}

	@Test
	void theCallsForAFreePermitGiveTheServerNineCommands() throws Exception {
		RedisPermitStore store = this.clients.lettuce();
		Membership member = new Membership(this.name, "a", LONG, new Terms(1, 0, 0));
		takeAndGiveBack(store, member, TAKES + 1);
		long before = this.clients.commands();
		for (int id = 1; id <= TAKES; id++) {
			takeAndGiveBack(store, member, id);
		}
		// and the two scripts, and some to count
		assertThat(this.clients.commands() - before).isLessThan(12L * TAKES);
	}

	private static void takeAndGiveBack(RedisPermitStore store, Membership member, long id) throws Exception {
		store.take(member, new Ask(id, 1, false, true, 10)).toCompletableFuture().get(1, TimeUnit.MINUTES);
		store.giveBack(member, id).toCompletableFuture().get(1, TimeUnit.MINUTES);
	}

	@Test
	void aHandOverCostsAsMuchWithManyWaitersAsWithFew() throws Exception {
		long few = commandsOfHandOvers(10);
		long many = commandsOfHandOvers(200);
		assertThat(many).isLessThan(few + few / 2);
	}

	/** A queue of always the same length, from two instances. */
	private long commandsOfHandOvers(int waiters) throws Exception {
		String semaphore = this.name + waiters;
		SharedSemaphore a = semaphore(semaphore, this.clients.lettuce());
		SharedSemaphore b = semaphore(semaphore, this.clients.jedis());
		BlockingQueue<Permit> granted = new LinkedBlockingQueue<>();
		Permit held = a.acquire();
		for (int i = 0; i < waiters / 2; i++) {
			wait(a, granted);
			wait(b, granted);
		}
		Awaitility.await().until(() -> a.snapshot().queueLength() == waiters);
		long before = this.clients.commands();
		for (int i = 0; i < TAKES; i++) {
			held.close();
			held = granted.poll(1, TimeUnit.MINUTES);
			wait((i % 2 == 0) ? a : b, granted);
		}
		long commands = this.clients.commands() - before;
		for (int i = 0; i < waiters; i++) {
			held.close();
			held = granted.poll(1, TimeUnit.MINUTES);
		}
		held.close();
		awaitAtRest(a);
		return commands;
	}

	@SuppressWarnings("FutureReturnValueIgnored") // what is granted is taken from the
													// queue
	private static void wait(SharedSemaphore semaphore, BlockingQueue<Permit> granted) {
		CompletableFuture<Permit> waiting = semaphore.acquireAsync(1, Duration.ofMinutes(10));
		waiting.thenAccept(granted::add);
	}

	private static void awaitAtRest(SharedSemaphore semaphore) {
		Awaitility.await().until(() -> semaphore.snapshot().available() == 1);
	}

	private SharedSemaphore semaphore(String name, RedisPermitStore store) {
		SharedSemaphore semaphore = CountingSemaphore.create(name,
				SemaphorePolicy.of(1).withMaxWait(Duration.ofMinutes(1)), SemaphoreOptions.defaults(), store,
				LeaseOptions.defaults()
					.withLease(LONG.multipliedBy(3))
					.withTimeout(Duration.ofMinutes(1))
					.withRecheck(LONG));
		this.semaphores.push(semaphore);
		return semaphore;
	}

}
