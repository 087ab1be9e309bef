package dev.semaphore.spring.store;

import java.net.URI;
import java.util.List;

import dev.semaphore.spring.store.etcd.EtcdPermitStore;
import dev.semaphore.spring.store.etcd.EtcdStoreOptions;
import dev.semaphore.spring.store.jdbc.JdbcPermitStore;
import dev.semaphore.spring.store.jdbc.JdbcStoreOptions;
import dev.semaphore.spring.store.redis.RedisPermitStore;
import dev.semaphore.store.PermitStore;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Where a store is, told in words, so that another process can open it.
 *
 * @param kind the kind of the store
 * @param url where its server is
 * @param user the user, if it asks
 * @param password the user's password, if it asks
 */
public record StoreAddress(String kind, String url, String user, String password) {

	/**
	 * As it was told.
	 * @param words what begins with the four words of an address
	 * @return the address
	 */
	public static StoreAddress of(String[] words) {
		return new StoreAddress(words[0], words[1], words[2], words[3]);
	}

	/**
	 * How to tell it to another process.
	 * @return four words
	 */
	public List<String> words() {
		return List.of(this.kind, this.url, this.user, this.password);
	}

	/**
	 * A store of its own, which is never closed.
	 * @return the store
	 */
	public PermitStore open() {
		return switch (this.kind) {
			case "redis" -> {
				URI address = URI.create(this.url);
				LettuceConnectionFactory connections = new LettuceConnectionFactory(address.getHost(),
						address.getPort());
				connections.afterPropertiesSet();
				connections.start();
				yield new RedisPermitStore(connections);
			}
			case "jdbc" -> new JdbcPermitStore(new DriverManagerDataSource(this.url, this.user, this.password),
					JdbcStoreOptions.defaults());
			case "etcd" -> new EtcdPermitStore(EtcdStoreOptions.of(URI.create(this.url)));
			default -> throw new IllegalArgumentException(this.kind);
		};
	}

}
