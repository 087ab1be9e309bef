package dev.semaphore.sample;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.semaphore.AcquireRequest;
import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.SemaphoreRegistry;

import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The same load on three semaphores that differ in nothing but their order. It ends by
 * itself when nobody has asked for it for a while.
 */
@Component
@EnableScheduling
class Lanes {

	static final List<String> NAMES = List.of("lane-fifo", "lane-lifo", "lane-barging");

	static final int MOST = 200;

	private static final int STEPS_PER_SECOND = 20;

	private static final int STEPS_UNASKED = 60 * STEPS_PER_SECOND;

	/** Four permits, each held so long: a lane can do 80 requests a second. */
	private static final Executor AFTER_WORK = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

	private static final AcquireRequest REQUEST = AcquireRequest.one().withCaller("Lanes");

	private final SemaphoreRegistry semaphores;

	private final AtomicInteger stepsLeft = new AtomicInteger();

	private volatile int perSecond;

	private double due;

	Lanes(SemaphoreRegistry semaphores) {
		this.semaphores = semaphores;
	}

	void load(int perSecond) {
		this.perSecond = perSecond;
		this.stepsLeft.set(STEPS_UNASKED);
	}

	/** Sends what is due. Runs on one thread at a time. */
	@Scheduled(fixedDelay = 1000 / STEPS_PER_SECOND)
	void step() {
		if (this.stepsLeft.getAndUpdate((steps) -> Math.max(steps - 1, 0)) == 0) {
			return;
		}
		this.due += (double) this.perSecond / STEPS_PER_SECOND;
		for (; this.due >= 1; this.due--) {
			NAMES.forEach(this::send);
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored") // the numbers say who was refused
	private void send(String lane) {
		CountingSemaphore semaphore = this.semaphores.get(lane);
		CompletableFuture<Permit> acquired = semaphore.acquireAsync(REQUEST);
		acquired.thenAcceptAsync(Permit::close, AFTER_WORK);
	}

}
