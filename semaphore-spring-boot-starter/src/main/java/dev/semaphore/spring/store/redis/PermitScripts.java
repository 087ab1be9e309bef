package dev.semaphore.spring.store.redis;

import java.util.concurrent.ExecutorService;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.ClassUtils;

/**
 * Chooses how the script is run, by what kind of connections there are.
 */
final class PermitScripts {

	private static final boolean LETTUCE = isPresent("io.lettuce.core.RedisClient");

	private static final boolean JEDIS = isPresent("redis.clients.jedis.Jedis");

	private PermitScripts() {
	}

	/**
	 * Chooses one.
	 * @param anew to be called when connections were stopped and started, if that shows
	 */
	static PermitScript create(RedisConnectionFactory connectionFactory, ExecutorService threads, Runnable anew) {
		if (LETTUCE && connectionFactory instanceof LettuceConnectionFactory lettuce && LettuceScript.suits(lettuce)) {
			return new LettuceScript(lettuce, threads, anew);
		}
		return (connectionFactory instanceof ReactiveRedisConnectionFactory reactive)
				? new ReactivePermitScript(reactive, threads)
				: new BlockingPermitScript(connectionFactory, new Acknowledgements(WaitForReplicas.NONE), threads);
	}

	/** For grants that replicas are to know of. */
	static PermitScript create(RedisConnectionFactory connectionFactory, WaitForReplicas wait,
			ExecutorService threads) {
		Acknowledgements acknowledgements = new Acknowledgements(wait);
		if (LETTUCE && connectionFactory instanceof LettuceConnectionFactory lettuce) {
			notClustered(lettuce.isClusterAware());
			return new LettuceReplicatedScript(lettuce, acknowledgements, threads);
		}
		if (JEDIS && connectionFactory instanceof JedisConnectionFactory jedis) {
			notClustered(jedis.isRedisClusterAware());
		}
		return new BlockingPermitScript(connectionFactory, acknowledgements, threads);
	}

	/** Where each command may take another connection, none tells of another's grant. */
	private static void notClustered(boolean clustered) {
		if (clustered) {
			throw new IllegalArgumentException("wait-for-replicas must be 0 with a cluster, where it cannot be kept");
		}
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, PermitScripts.class.getClassLoader());
	}

}
