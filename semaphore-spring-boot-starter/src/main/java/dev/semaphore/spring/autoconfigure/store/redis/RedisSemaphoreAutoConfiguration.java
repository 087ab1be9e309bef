package dev.semaphore.spring.autoconfigure.store.redis;

import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.RedisProperties;
import dev.semaphore.spring.autoconfigure.SemaphoreAutoConfiguration;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties;
import dev.semaphore.spring.store.redis.RedisPermitStore;
import dev.semaphore.spring.store.redis.WaitForReplicas;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Keeps permits in Redis where the application has a connection to it, for semaphores
 * with {@code backend: redis}. Connects only if there are such.
 */
@AutoConfiguration(before = SemaphoreAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
@EnableConfigurationProperties(SemaphoreProperties.class)
@ImportRuntimeHints(RedisSemaphoreAutoConfiguration.ScriptHints.class)
public final class RedisSemaphoreAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	RedisPermitStore redisPermitStore(RedisConnectionFactory connectionFactory, SemaphoreProperties properties) {
		RedisProperties redis = properties.redis();
		try {
			return new RedisPermitStore(connectionFactory,
					new WaitForReplicas(redis.waitForReplicas(), redis.replicaTimeout()));
		}
		catch (IllegalArgumentException ex) {
			throw new SemaphoreConfigurationException(
					"The properties of semaphore.redis do not fit: " + ex.getMessage() + ".", "Change the property.");
		}
	}

	/** Lets a native image have the script. */
	static final class ScriptHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("dev/semaphore/spring/store/redis/permits.lua");
		}

	}

}
