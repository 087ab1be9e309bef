package dev.semaphore.spring.autoconfigure;

import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.semaphore.BackendFailurePolicy;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.LeaseOptions;
import dev.semaphore.QueueOrder;
import dev.semaphore.SemaphoreMode;
import dev.semaphore.SemaphoreOptions;
import dev.semaphore.SemaphorePolicy;
import dev.semaphore.SharedSemaphore;
import dev.semaphore.spring.SemaphoreConfigurationException;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Backend;
import dev.semaphore.spring.autoconfigure.SemaphoreProperties.Instance;
import dev.semaphore.store.PermitStore;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.ClassUtils;

/**
 * Makes semaphores whose permits are kept outside of this process, in the stores that
 * there are.
 */
final class SharedBackends {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			SharedBackends.class.getClassLoader());

	/** What the packages of the starter's own stores begin with; their kind ends them. */
	private static final String OWN = "dev.semaphore.spring.store.";

	private final Function<Predicate<Class<?>>, Stream<PermitStore>> stores;

	/** The same instance in all stores. */
	private final LeaseOptions leases = LeaseOptions.defaults().withMayBlock(mayBlock());

	/**
	 * Creates backends.
	 * @param stores those that there are, of classes that fit; others are not made
	 */
	SharedBackends(Function<Predicate<Class<?>>, Stream<PermitStore>> stores) {
		this.stores = stores;
	}

	boolean isLocal(SemaphorePolicy policy, Instance instance) {
		return instance.backend() == null || instance.backend() == Backend.LOCAL || policy.mode() == SemaphoreMode.OFF;
	}

	SharedSemaphore make(String name, SemaphorePolicy policy, SemaphoreOptions options, Instance instance) {
		String backend = String.valueOf(instance.backend()).toLowerCase(Locale.ROOT);
		check(name, policy, backend);
		checkLocalShare(name, instance);
		return CountingSemaphore.create(name, policy, options, store(name, backend), instance.leases(this.leases));
	}

	private PermitStore store(String name, String backend) {
		return this.stores.apply((type) -> mayBe(type, backend))
			.filter((store) -> store.kind().equals(backend))
			.findFirst()
			.orElseThrow(() -> new SemaphoreConfigurationException(
					"The semaphore '" + name + "' has the backend " + backend + ", but there is none: "
							+ missing(backend),
					remedy(backend) + ", or set semaphore.instances." + name + ".backend to local."));
	}

	/** Of those of users, only they themselves know. */
	private static boolean mayBe(Class<?> type, String backend) {
		return !type.getPackageName().startsWith(OWN) || type.getPackageName().equals(OWN + backend);
	}

	private static String missing(String backend) {
		return switch (backend) {
			case "redis" -> "no single RedisConnectionFactory was found.";
			case "jdbc" -> "Spring's support for JDBC was not found.";
			default -> "no PermitStore of this kind was found.";
		};
	}

	private static String remedy(String backend) {
		return switch (backend) {
			case "redis" -> "Add org.springframework.boot:spring-boot-starter-data-redis to the dependencies and set"
					+ " spring.data.redis.*, or define one PermitStore bean of the kind redis";
			case "jdbc" -> "Add org.springframework.boot:spring-boot-starter-jdbc and the driver of the database to the"
					+ " dependencies and set spring.datasource.*, or define one PermitStore bean of the kind jdbc";
			default -> "Define a PermitStore bean of the kind " + backend;
		};
	}

	private static void check(String name, SemaphorePolicy policy, String backend) {
		String subject = "The semaphore '" + name + "' is kept in the backend " + backend + ", which ";
		String otherwise = ", or semaphore.instances." + name + ".backend to local.";
		if (policy.order() != QueueOrder.FIFO) {
			throw new SemaphoreConfigurationException(
					subject + "serves in the order fifo, but its order is " + word(policy.order()) + ".",
					"Set semaphore.instances." + name + ".order to fifo" + otherwise);
		}
		if (policy.permitsPerKey() != Integer.MAX_VALUE) {
			throw new SemaphoreConfigurationException(
					subject + "knows no keys, but its permits-per-key is " + policy.permitsPerKey() + ".",
					"Leave out semaphore.instances." + name + ".permits-per-key, or set semaphore.instances." + name
							+ ".backend to local.");
		}
		if (policy.mode() == SemaphoreMode.DRY_RUN) {
			throw new SemaphoreConfigurationException(subject + "cannot run dry, but its mode is dry-run.",
					"Set semaphore.instances." + name + ".mode to enforce" + otherwise);
		}
	}

	private static void checkLocalShare(String name, Instance instance) {
		BackendFailurePolicy failure = instance.onBackendFailure();
		if (Boolean.TRUE.equals(instance.localShare()) && failure != null && failure != BackendFailurePolicy.REJECT) {
			throw new SemaphoreConfigurationException(
					"The semaphore '" + name + "' has a local share, which can only be had with on-backend-failure:"
							+ " reject, but that is " + word(failure) + ".",
					"Set semaphore.instances." + name + ".on-backend-failure to reject, or .local-share to false.");
		}
	}

	private static String word(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static BooleanSupplier mayBlock() {
		return REACTOR ? ReactorThreads::mayBlock : () -> true;
	}

	/** Only looked at where there is Reactor. */
	private static final class ReactorThreads {

		static boolean mayBlock() {
			return !Schedulers.isInNonBlockingThread();
		}

	}

}
