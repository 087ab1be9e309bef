package dev.semaphore.spring.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.SemaphoreListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Meters of every semaphore that it is told of, in every registry of meters that it is
 * bound to. All are tagged {@code name}, the semaphore's, and never by key:
 * <ul>
 * <li>gauges {@code semaphore.permits}, {@code semaphore.permits.available},
 * {@code semaphore.permits.held}, {@code semaphore.queue.length}, {@code semaphore.keys}
 * in use, and in seconds {@code semaphore.wait.oldest} and
 * {@code semaphore.hold.longest};</li>
 * <li>counters {@code semaphore.rejections}, tagged {@code reason}, and
 * {@code semaphore.leaks};</li>
 * <li>timers {@code semaphore.wait}, tagged {@code outcome} ({@code acquired} or
 * {@code rejected}), and {@code semaphore.hold};</li>
 * <li>of semaphores in a shared backend the gauge {@code semaphore.backend.up}, 1 or 0,
 * and the counter {@code semaphore.leases.lost}.</li>
 * </ul>
 * They are there as soon as both are known, whatever has happened so far, and gone when
 * the semaphore is removed or this is {@linkplain #close() closed}. Thread-safe.
 */
public final class SemaphoreMeters implements MeterBinder, SemaphoreListener, AutoCloseable {

	private final ReentrantLock lock = new ReentrantLock();

	private final Set<MeterRegistry> registries = new LinkedHashSet<>();

	private final Map<CountingSemaphore, List<MeteredSemaphore>> metered = new HashMap<>();

	@Override
	public void bindTo(MeterRegistry registry) {
		this.lock.lock();
		try {
			if (this.registries.add(registry)) {
				this.metered.forEach((semaphore, meters) -> meters.add(MeteredSemaphore.start(semaphore, registry)));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onRegistered(CountingSemaphore semaphore) {
		this.lock.lock();
		try {
			this.metered.computeIfAbsent(semaphore, this::meter);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onRemoved(CountingSemaphore semaphore) {
		this.lock.lock();
		try {
			List<MeteredSemaphore> meters = this.metered.remove(semaphore);
			if (meters != null) {
				meters.forEach(MeteredSemaphore::stop);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes all meters: the registries may outlive whoever made this.
	 */
	@Override
	public void close() {
		this.lock.lock();
		try {
			this.metered.values().forEach((meters) -> meters.forEach(MeteredSemaphore::stop));
			this.metered.clear();
			this.registries.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<MeteredSemaphore> meter(CountingSemaphore semaphore) {
		List<MeteredSemaphore> meters = new ArrayList<>();
		this.registries.forEach((registry) -> meters.add(MeteredSemaphore.start(semaphore, registry)));
		return meters;
	}

}
