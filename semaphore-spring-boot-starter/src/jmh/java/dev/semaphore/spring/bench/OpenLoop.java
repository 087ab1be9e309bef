package dev.semaphore.spring.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers who come when they come, whether or not others have been answered, and go when
 * they have waited too long. Latency counts from when a request was due.
 */
final class OpenLoop {

	private static final int TOO_LATE = 0;

	private final HttpClient client;

	private final HttpRequest request;

	private final Executor threads;

	private final Duration patience;

	OpenLoop(URI uri, Duration patience, Executor threads) {
		this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
		this.request = HttpRequest.newBuilder(uri).timeout(patience).build();
		this.threads = threads;
		this.patience = patience;
	}

	/**
	 * Sends so many requests each second for so long, and waits until none is open. What
	 * is answered after that time does not count.
	 */
	Answers run(int perSecond, Duration duration) throws InterruptedException {
		int requests = (int) (perSecond * duration.toSeconds());
		Answers answers = new Answers(duration);
		CountDownLatch open = new CountDownLatch(requests);
		long start = System.nanoTime();
		for (int i = 0; i < requests; i++) {
			long due = start + (long) (i * 1e9 / perSecond);
			sleepUntil(due);
			this.threads.execute(() -> {
				try {
					send(due, start + duration.toNanos(), answers);
				}
				finally {
					open.countDown();
				}
			});
		}
		open.await();
		return answers;
	}

	/**
	 * Waits until a server has done with what callers left behind: a request is answered
	 * fast, three times in a row.
	 */
	void awaitCalm(Duration fast) {
		int inARow = 0;
		while (inARow < 3) {
			long start = System.nanoTime();
			boolean calm = status() == 200 && System.nanoTime() - start < fast.toNanos();
			inARow = calm ? inARow + 1 : 0;
			LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
		}
	}

	private void send(long due, long end, Answers answers) {
		int status = status();
		long now = System.nanoTime();
		if (now - end > 0) {
			return;
		}
		if (status == TOO_LATE || now - due > this.patience.toNanos()) {
			answers.tooLate();
		}
		else if (status == 200) {
			answers.inTime(now - due);
		}
		else {
			answers.refused();
		}
	}

	private int status() {
		try {
			return this.client.send(this.request, BodyHandlers.discarding()).statusCode();
		}
		catch (IOException ex) {
			return TOO_LATE;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void sleepUntil(long due) {
		long remaining = due - System.nanoTime();
		while (remaining > 0) {
			LockSupport.parkNanos(remaining);
			remaining = due - System.nanoTime();
		}
	}

}
