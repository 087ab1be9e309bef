package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.semaphore.store.PermitStore;
import dev.semaphore.store.PermitStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * The contract on etcd.
 */
@Tag("any-jdk")
class EtcdPermitStoreTests extends PermitStoreContract {

	private final AtomicLong elapsed = new AtomicLong();

	private final EtcdStoreOptions options = EtcdClients.options(EtcdServer.shared());

	private EtcdPermitStore store;

	@BeforeEach
	void open() {
		this.store = new EtcdPermitStore(this.options, () -> System.nanoTime() + this.elapsed.get());
	}

	@AfterEach
	void close() {
		this.store.close();
	}

	@Override
	protected PermitStore store() {
		return this.store;
	}

	@Override
	protected Duration lease() {
		return Duration.ofMinutes(10);
	}

	/** Leases that nobody renewed meanwhile end as if by themselves. */
	@Override
	protected void elapse(Duration duration) {
		this.elapsed.addAndGet(duration.toNanos());
		this.store.leases().overdue().forEach((id) -> answer(this.store.leases().revoke(id)));
	}

	@Override
	protected void flush() {
		answer(new EtcdClient(this.options, Runnable::run).call("kv/deleterange",
				EtcdTransaction.range(this.options.keyPrefix())));
	}

}
