package dev.semaphore.spring.store.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.awaitility.Awaitility;

/**
 * A primary and its replica, which follows it or not.
 */
final class ReplicatedRedis implements AutoCloseable {

	private RedisServer primary;

	private final RedisServer replica;

	private final RedisClient client = RedisClient.create();

	private StatefulRedisConnection<String, String> toPrimary;

	private final StatefulRedisConnection<String, String> toReplica;

	private ReplicatedRedis(RedisServer primary, RedisServer replica) {
		this.primary = primary;
		this.replica = replica;
		this.toPrimary = connect(primary);
		this.toReplica = connect(replica);
	}

	static ReplicatedRedis start(String image) {
		return new ReplicatedRedis(RedisServer.start(image), RedisServer.start(image));
	}

	RedisServer primary() {
		return this.primary;
	}

	RedisServer replica() {
		return this.replica;
	}

	/** The replica follows the primary, and knows all that it does. */
	void follow() {
		RedisCommands<String, String> primary = this.toPrimary.sync();
		primary.configSet("repl-diskless-sync-delay", "0");
		this.toReplica.sync().replicaof(this.primary.hostForServers(), this.primary.portForServers());
		Awaitility.await().until(() -> {
			primary.incr("followed");
			return primary.waitForReplication(1, TimeUnit.SECONDS.toMillis(1)) == 1;
		});
	}

	/** Waits until the replica knows all that was done before the primary was paused. */
	void awaitFollowed() {
		Awaitility.await().until(() -> offset(this.toPrimary) == offset(this.toReplica));
	}

	/** The replica is a primary of its own, with what it knows. */
	void promote() {
		this.toReplica.sync().replicaofNoOne();
	}

	/** The old primary follows the one that was its replica. */
	void primaryFollows() {
		this.toReplica.sync().configSet("repl-diskless-sync-delay", "0");
		this.toPrimary.sync().replicaof(this.replica.hostForServers(), this.replica.portForServers());
	}

	/** Neither follows the other. */
	void part() {
		this.toPrimary.sync().replicaofNoOne();
		promote();
	}

	/** Stops the primary and starts it again, with what it knew, at another port. */
	RedisServer restartPrimary() {
		this.toPrimary.close();
		this.primary = this.primary.restarted();
		this.toPrimary = Awaitility.await()
			.ignoreExceptions()
			.until(() -> connect(this.primary), StatefulRedisConnection::isOpen);
		Awaitility.await().ignoreExceptions().until(() -> this.toPrimary.sync().ping().equals("PONG"));
		return this.primary;
	}

	/** The primary carries out no script until it is to go on. */
	void pausePrimary() {
		tellPrimary("PAUSE", Long.toString(Duration.ofMinutes(10).toMillis()), "WRITE");
	}

	/** The primary goes on. */
	void resumePrimary() {
		tellPrimary("UNPAUSE");
	}

	private void tellPrimary(String... words) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
		for (String word : words) {
			arguments.add(word);
		}
		this.toPrimary.sync().dispatch(CommandType.CLIENT, new StatusOutput<>(StringCodec.UTF8), arguments);
	}

	private static long offset(StatefulRedisConnection<String, String> connection) {
		return connection.sync()
			.info("replication")
			.lines()
			.filter((line) -> line.startsWith("master_repl_offset:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.findFirst()
			.orElseThrow();
	}

	private StatefulRedisConnection<String, String> connect(RedisServer server) {
		return this.client.connect(RedisURI.create(server.host(), server.port()));
	}

	@Override
	public void close() throws Exception {
		this.toPrimary.close();
		this.toReplica.close();
		this.client.shutdown();
		this.replica.close();
		this.primary.close();
	}

}
