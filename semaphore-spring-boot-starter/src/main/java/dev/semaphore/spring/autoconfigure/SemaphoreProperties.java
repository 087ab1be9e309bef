package dev.semaphore.spring.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.semaphore.BackendFailurePolicy;
import dev.semaphore.LeaseLossAction;
import dev.semaphore.LeaseOptions;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphoreMode;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.spring.Reentry;
import dev.semaphore.spring.event.SemaphoreEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All that is configured under {@code semaphore}.
 *
 * @param enabled Whether semaphores refuse anybody. If not, annotations are ignored and
 * every semaphore is as if its mode was off, but is there to be injected.
 * @param aspectOrder Where permits are taken among the other advice of a method, the
 * lower the further outside. Unless said inside of method security, and outside of
 * transactions and caches.
 * @param warnInTransaction Whether a thread that waits for a permit within an open
 * transaction is warned about, once for each place.
 * @param refusalLogInterval How much time one line in the log sums up refusals of a
 * semaphore for, after the first. 0 logs no refusals.
 * @param events What is published as events of the application. Nothing unless said.
 * @param defaults What holds for every semaphore that does not say otherwise: any
 * property of an instance.
 * @param instances The semaphores by name: lower-case letters, digits, dots and dashes,
 * beginning with a letter or a digit. A name with dots stands in square brackets.
 * @param datasource The semaphores of data sources, by the name of the DataSource bean. A
 * permit is taken for each connection, and given back when it is closed.
 * @param web Limits on web requests.
 * @param redis Permits in Redis or Valkey.
 * @param jdbc Permits in a database.
 * @param etcd Permits in etcd.
 */
@ConfigurationProperties("semaphore")
public record SemaphoreProperties(@DefaultValue("true") boolean enabled, @DefaultValue("2147483637") int aspectOrder,
		@DefaultValue("true") boolean warnInTransaction, @DefaultValue("1m") Duration refusalLogInterval,
		@DefaultValue Set<SemaphoreEvent.Kind> events, @Nullable Instance defaults,
		@DefaultValue Map<String, Instance> instances, @DefaultValue Map<String, String> datasource,
		@NestedConfigurationProperty @Nullable WebProperties web,
		@NestedConfigurationProperty @Nullable RedisProperties redis,
		@NestedConfigurationProperty @Nullable JdbcProperties jdbc,
		@NestedConfigurationProperty @Nullable EtcdProperties etcd) {

	private static final Instance NOTHING_SAID = new Instance(null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null, null);

	/**
	 * What holds for a semaphore: its own properties, and the defaults where it has none.
	 * @param name the name of the semaphore; for one that is not configured the defaults
	 * hold
	 * @return its properties; null where neither says anything
	 */
	public Instance instance(String name) {
		return this.instances.getOrDefault(name, NOTHING_SAID).orElse(defaults());
	}

	@Override
	public Instance defaults() {
		return (this.defaults != null) ? this.defaults : NOTHING_SAID;
	}

	@Override
	public WebProperties web() {
		return (this.web != null) ? this.web : WebProperties.NOTHING_SAID;
	}

	@Override
	public RedisProperties redis() {
		return orDefaults(this.redis, RedisProperties.class);
	}

	@Override
	public JdbcProperties jdbc() {
		return orDefaults(this.jdbc, JdbcProperties.class);
	}

	@Override
	public EtcdProperties etcd() {
		return orDefaults(this.etcd, EtcdProperties.class);
	}

	/**
	 * What is said of a backend, or else what is the default there. It is made when it is
	 * asked for: most applications use none of the backends, and calling the constructor
	 * of a record by reflection for the first time takes milliseconds of the start.
	 */
	private static <T> T orDefaults(@Nullable T said, Class<T> type) {
		return (said != null) ? said : new Binder().bindOrCreate("defaults", type);
	}

	/**
	 * The properties of one semaphore.
	 *
	 * @param permits How many permits there are: how much may be held at once, 0 or more.
	 * Required.
	 * @param initialPermits How many of the permits are free at first, 0 to permits; the
	 * others are out until somebody releases them. All unless said.
	 * @param maxWait How long callers wait that do not say otherwise. 0 refuses at once.
	 * @param maxQueue How many callers may wait at once. 0: nobody waits.
	 * @param order Who is served next when callers wait.
	 * @param maxOvertaking How long newcomers may pass a waiter in the order barging, 0
	 * or longer.
	 * @param priorityAging How long a waiter waits to gain one priority in the order
	 * priority, longer than 0.
	 * @param permitsPerKey How many permits one key may hold, 1 or more. No limit unless
	 * said.
	 * @param maxKeys How many keys are remembered at once, 1 or more. Idle keys are
	 * dropped.
	 * @param mode Whether anybody is refused.
	 * @param trackHolders Whether the endpoint shows who holds permits, and since when.
	 * @param holdWarning How long a permit may be held until that is reported with the
	 * stack that took it, longer than 0; leaked permits are reported too. Nothing is
	 * reported unless said.
	 * @param unsafeMaxHold How long a permit may be held until it is given back by force,
	 * longer than 0, whether or not its holder is still at work: then more than permits
	 * may be. Never unless said.
	 * @param unsafeReleaseLeaked Whether a leaked permit, which was garbage-collected
	 * without being closed, is given back by force, whether or not the work it was for
	 * goes on.
	 * @param unsafeInterrupt Whether work is interrupted, or its future cancelled, when
	 * its permit is given back by force.
	 * @param reentry What happens to a nested call, which asks for the semaphore while
	 * its thread holds a permit of it.
	 * @param rejectionStatus The status of the response to a web request that is refused.
	 * @param backend Where the permits are kept.
	 * @param lease How long permits in a shared backend stay taken when an instance is
	 * heard of no more. It renews them long before. 30s unless said.
	 * @param backendTimeout How long to wait for an answer of a shared backend until it
	 * is taken to be away, shorter than the lease, of which a quarter is a good value. 1s
	 * unless said, or a quarter of the lease if that is shorter.
	 * @param onBackendFailure What happens to callers while a shared backend does not
	 * answer. They are refused unless said.
	 * @param onLeaseLost What happens to holders whose lease is lost, beside telling
	 * listeners. Nothing more unless said.
	 * @param localShare Whether this instance of the application leases permits from a
	 * shared backend in blocks and hands them out in its process: faster, and first come,
	 * first served only within an instance.
	 */
	public record Instance(@Nullable Integer permits, @Nullable Integer initialPermits, @Nullable Duration maxWait,
			@Nullable Integer maxQueue, @Nullable QueueOrder order, @Nullable Duration maxOvertaking,
			@Nullable Duration priorityAging, @Nullable Integer permitsPerKey, @Nullable Integer maxKeys,
			@Nullable SemaphoreMode mode, @Nullable Boolean trackHolders, @Nullable Duration holdWarning,
			@Nullable Duration unsafeMaxHold, @Nullable Boolean unsafeReleaseLeaked, @Nullable Boolean unsafeInterrupt,
			@Nullable Reentry reentry, @Nullable Integer rejectionStatus, @Nullable Backend backend,
			@Nullable Duration lease, @Nullable Duration backendTimeout,
			@Nullable BackendFailurePolicy onBackendFailure, @Nullable LeaseLossAction onLeaseLost,
			@Nullable Boolean localShare) {

		Instance orElse(Instance defaults) {
			return new Instance(either(this.permits, defaults.permits),
					either(this.initialPermits, defaults.initialPermits), either(this.maxWait, defaults.maxWait),
					either(this.maxQueue, defaults.maxQueue), either(this.order, defaults.order),
					either(this.maxOvertaking, defaults.maxOvertaking),
					either(this.priorityAging, defaults.priorityAging),
					either(this.permitsPerKey, defaults.permitsPerKey), either(this.maxKeys, defaults.maxKeys),
					either(this.mode, defaults.mode), either(this.trackHolders, defaults.trackHolders),
					either(this.holdWarning, defaults.holdWarning), either(this.unsafeMaxHold, defaults.unsafeMaxHold),
					either(this.unsafeReleaseLeaked, defaults.unsafeReleaseLeaked),
					either(this.unsafeInterrupt, defaults.unsafeInterrupt), either(this.reentry, defaults.reentry),
					either(this.rejectionStatus, defaults.rejectionStatus), either(this.backend, defaults.backend),
					either(this.lease, defaults.lease), either(this.backendTimeout, defaults.backendTimeout),
					either(this.onBackendFailure, defaults.onBackendFailure),
					either(this.onLeaseLost, defaults.onLeaseLost), either(this.localShare, defaults.localShare));
		}

		SemaphorePolicy policy(int permits) {
			PropertyMapper map = PropertyMapper.get();
			SemaphorePolicy policy = SemaphorePolicy.of(permits);
			policy = map.from(this.initialPermits).to(policy, SemaphorePolicy::withInitialPermits);
			policy = map.from(this.maxWait).to(policy, SemaphorePolicy::withMaxWait);
			policy = map.from(this.maxQueue).to(policy, SemaphorePolicy::withMaxQueue);
			policy = map.from(this.order).to(policy, SemaphorePolicy::withOrder);
			policy = map.from(this.maxOvertaking).to(policy, SemaphorePolicy::withMaxOvertaking);
			policy = map.from(this.priorityAging).to(policy, SemaphorePolicy::withPriorityAging);
			policy = map.from(this.permitsPerKey).to(policy, SemaphorePolicy::withPermitsPerKey);
			policy = map.from(this.maxKeys).to(policy, SemaphorePolicy::withMaxKeys);
			return map.from(this.mode).to(policy, SemaphorePolicy::withMode);
		}

		/**
		 * Whether work that has lost its permit is interrupted, or its future cancelled.
		 */
		boolean interruptsWork() {
			boolean shared = this.backend != null && this.backend != Backend.LOCAL;
			return Boolean.TRUE.equals(this.unsafeInterrupt)
					|| (shared && this.onLeaseLost == LeaseLossAction.INTERRUPT);
		}

		LeaseOptions leases(LeaseOptions leases) {
			PropertyMapper map = PropertyMapper.get();
			LeaseOptions result = map.from(this.lease).to(leases, LeaseOptions::withLease);
			result = map.from(this.backendTimeout).to(result, LeaseOptions::withTimeout);
			result = map.from(this.onBackendFailure).to(result, LeaseOptions::withOnBackendFailure);
			result = map.from(this.onLeaseLost).to(result, LeaseOptions::withOnLeaseLost);
			return map.from(this.localShare).to(result, LeaseOptions::withLocalShare);
		}

		private static <T> @Nullable T either(@Nullable T own, @Nullable T fallback) {
			return (own != null) ? own : fallback;
		}

	}

	/**
	 * Where permits are kept.
	 */
	public enum Backend {

		/**
		 * In this process.
		 */
		LOCAL,

		/**
		 * In Redis or Valkey, for all instances of the application.
		 */
		REDIS,

		/**
		 * In the application's database, for all instances of the application.
		 */
		JDBC,

		/**
		 * In etcd, for all instances of the application.
		 */
		ETCD

	}

}
