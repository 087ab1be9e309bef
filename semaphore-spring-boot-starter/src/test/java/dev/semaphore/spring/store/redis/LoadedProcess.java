package dev.semaphore.spring.store.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.semaphore.LeaseOptions;
import dev.semaphore.spring.store.ChildProcess;
import dev.semaphore.spring.store.HolderProcess;
import dev.semaphore.spring.store.StoreAddress;
import dev.semaphore.store.PermitStore;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * An instance in a process of its own, under load, without a context of Spring's: of two
 * semaphores, of which one leases its permits in blocks.
 */
final class LoadedProcess {

	static final int PERMITS = 4;

	private LoadedProcess() {
	}

	static ChildProcess start(StoreAddress store, String semaphore, String instance) throws IOException {
		List<String> words = new ArrayList<>(store.words());
		words.addAll(List.of(semaphore, instance));
		return ChildProcess.start(LoadedProcess.class, words);
	}

	/** A connection of its own, whose commands take as long as it takes. */
	static LettuceConnectionFactory connect(StoreAddress store) {
		URI url = URI.create(store.url());
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(url.getHost(), url.getPort()),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofMinutes(10)).build());
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	public static void main(String[] arguments) {
		try {
			work(arguments);
			Runtime.getRuntime().halt(0);
		}
		catch (Throwable ex) {
			ChildProcess.say("failed with " + ex);
			Runtime.getRuntime().halt(1);
		}
	}

	private static void work(String[] arguments) throws Exception {
		StoreAddress address = StoreAddress.of(arguments);
		StringRedisTemplate redis = new StringRedisTemplate(connect(address));
		PermitStore store = address.open();
		String name = arguments[4];
		LeaseOptions leases = LeaseOptions.defaults().withInstance(arguments[5]).withLease(Duration.ofSeconds(2));
		String inBlocks = HolderProcess.inBlocks(name);
		LoadOfProcess plain = new LoadOfProcess(name, leases, store, VisitLedger.of(redis, name));
		LoadOfProcess blocks = new LoadOfProcess(inBlocks, leases.withLocalShare(true), store,
				VisitLedger.of(redis, inBlocks));
		BufferedReader orders = ChildProcess.orders();
		for (String order = orders.readLine(); order != null; order = orders.readLine()) {
			switch (order) {
				case "keep" -> ChildProcess.say("keeps " + plain.keep() + " " + blocks.keep());
				case "drop" -> {
					plain.drop();
					blocks.drop();
				}
				default -> {
					plain.rest();
					blocks.rest();
					ChildProcess.say("rests");
				}
			}
		}
	}

}
