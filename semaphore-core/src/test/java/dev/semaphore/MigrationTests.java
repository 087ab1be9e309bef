package dev.semaphore;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Row by row what docs/migration.md says of the JDK's semaphore, beside that one.
 */
class MigrationTests {

	private static final Path PAGE = Path.of("..", "docs", "migration.md");

	private final Semaphore theirs = new Semaphore(4, true);

	private final CountingSemaphore ours = CountingSemaphore.create("name", SemaphorePolicy.of(4));

	@Test
	void noMethodIsLeftOut() throws IOException {
		String page = Files.readString(PAGE);
		for (Method method : Semaphore.class.getDeclaredMethods()) {
			if (!Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()) {
				String parameters = Arrays.stream(method.getParameterTypes())
					.map((type) -> (type == int.class) ? "n" : (type == long.class) ? "time" : "unit")
					.collect(Collectors.joining(", "));
				assertThat(page).contains("| `" + method.getName() + "(" + parameters + ")` |");
			}
		}
		assertThat(page).contains("| `new Semaphore(n)` |", "| `new Semaphore(n, true)` |");
	}

	@Test
	void constructors() {
		assertThat(this.theirs.isFair()).isTrue();
		assertThat(this.ours.snapshot().policy().order()).isEqualTo(QueueOrder.FIFO);
		SemaphorePolicy unfair = SemaphorePolicy.of(4).withOrder(QueueOrder.BARGING);
		assertThat(CountingSemaphore.create("name", unfair).snapshot().available())
			.isEqualTo(new Semaphore(4).availablePermits());
		assertThatIllegalArgumentException().isThrownBy(() -> SemaphorePolicy.of(-1));
		assertThat(CountingSemaphore.create("name", unfair.withInitialPermits(0)).tryAcquire()).isNull();
	}

	@Test
	void acquireAndRelease() throws InterruptedException {
		this.theirs.acquire();
		this.theirs.acquire(2);
		Permit one = this.ours.acquire();
		Permit two = this.ours.acquire(2);
		assertSameAvailable();
		this.theirs.release();
		this.theirs.release(2);
		one.close();
		two.close();
		assertSameAvailable();
		assertThatExceptionOfType(SemaphoreOverflowException.class).isThrownBy(() -> this.ours.release(1));
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> this.ours.acquire(5));
	}

	@Test
	void acquireUninterruptibly() {
		Thread.currentThread().interrupt();
		this.theirs.acquireUninterruptibly();
		this.theirs.acquireUninterruptibly(2);
		this.ours.acquireUninterruptibly(AcquireRequest.one());
		this.ours.acquireUninterruptibly(AcquireRequest.of(2));
		assertThat(Thread.interrupted()).isTrue();
		assertSameAvailable();
	}

	@Test
	void tryAcquire() throws InterruptedException {
		assertThat(this.theirs.tryAcquire()).isTrue();
		assertThat(this.theirs.tryAcquire(2)).isTrue();
		assertThat(this.theirs.tryAcquire(2)).isFalse();
		assertThat(this.theirs.tryAcquire(2, 1, TimeUnit.NANOSECONDS)).isFalse();
		assertThat(this.ours.tryAcquire()).isNotNull();
		assertThat(this.ours.tryAcquire(2)).isNotNull();
		assertThat(this.ours.tryAcquire(2)).isNull();
		Duration maxWait = Duration.of(1, TimeUnit.NANOSECONDS.toChronoUnit());
		assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(() -> this.ours.acquire(2, maxWait))
			.returns(RejectionReason.TIMED_OUT, PermitRejectedException::reason);
		assertThat(this.theirs.tryAcquire(1, TimeUnit.SECONDS)).isTrue();
		assertThat(this.ours.acquire(1, Duration.ofSeconds(1)).weight()).isOne();
		assertSameAvailable();
	}

	@Test
	void drainPermits() throws InterruptedException {
		this.theirs.acquire();
		this.ours.acquire();
		assertThat(this.theirs.drainPermits()).isEqualTo(3);
		assertThat(this.ours.drain()).returns(3, Permit::weight);
		assertSameAvailable();
	}

	@Test
	void reducePermits() throws InterruptedException {
		Reducible reducible = new Reducible();
		reducible.acquire(3);
		reducible.reducePermits(2);
		this.ours.acquire(3);
		this.ours.resize(4 - 2);
		assertThat(this.ours.snapshot().available()).isEqualTo(reducible.availablePermits()).isEqualTo(-1);
	}

	@Test
	void queues() throws InterruptedException {
		this.ours.acquire(4);
		assertThat(this.ours.snapshot().queueLength()).isEqualTo(this.theirs.getQueueLength()).isZero();
		CompletableFuture<Permit> waiting = this.ours.acquireAsync(2, Duration.ofMinutes(1));
		assertThat(this.ours.snapshot().queueLength()).isOne();
		assertThat(this.ours.waiters(10)).hasSize(1).first().returns(2, (waiter) -> waiter.request().weight());
		waiting.cancel(false);
		assertThat(this.theirs.hasQueuedThreads()).isFalse();
		assertThat(this.ours.snapshot().queueLength() > 0).isFalse();
		assertThat(this.ours).hasToString("Semaphore 'name' (permits=4)");
	}

	@Test
	void signals() throws InterruptedException {
		Semaphore theirGate = new Semaphore(0);
		CountingSemaphore ourGate = CountingSemaphore.create("gate", SemaphorePolicy.of(10).withInitialPermits(0));
		theirGate.release();
		ourGate.release(1);
		theirGate.acquire();
		ourGate.acquire().forget();
		assertThat(theirGate.tryAcquire()).isFalse();
		assertThat(ourGate.tryAcquire()).isNull();
	}

	private void assertSameAvailable() {
		assertThat(this.ours.snapshot().available()).isEqualTo(this.theirs.availablePermits());
	}

	/** What only subclasses may do. */
	private static final class Reducible extends Semaphore {

		private static final long serialVersionUID = 1L;

		Reducible() {
			super(4);
		}

		@Override
		protected void reducePermits(int reduction) {
			super.reducePermits(reduction);
		}

	}

}
