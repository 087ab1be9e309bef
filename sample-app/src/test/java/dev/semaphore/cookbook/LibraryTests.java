package dev.semaphore.cookbook;

import java.time.Duration;

import dev.semaphore.Permit;
import dev.semaphore.PermitRejectedException;
import dev.semaphore.QueueOrder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LibraryTests {

	@Test
	void readersReadTogetherAndTheWriterWritesAlone() throws Exception {
		Library library = new Library(QueueOrder.FIFO);
		try (Permit one = library.read(); Permit another = library.read()) {
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(library::write);
		}
		try (Permit writer = library.write()) {
			assertThatExceptionOfType(PermitRejectedException.class).isThrownBy(library::read);
		}
	}

	@Test
	void writerWhoWaitsIsNotPassedInTheOrderOfArrival() throws Exception {
		assertThat(newcomerReadsWhileAWriterWaits(QueueOrder.FIFO)).isFalse();
	}

	@Test
	void readersPassAWriterWhereTheyHavePriority() throws Exception {
		assertThat(newcomerReadsWhileAWriterWaits(QueueOrder.PRIORITY)).isTrue();
	}

	private static boolean newcomerReadsWhileAWriterWaits(QueueOrder order) throws Exception {
		Library library = new Library(order);
		Thread writing = new Thread(() -> write(library));
		try (Permit reader = library.read()) {
			writing.start();
			Awaitility.await().until(() -> library.desks.snapshot().queueLength() == 1);
			library.desks.acquire(Library.READER.withMaxWait(Duration.ZERO)).close();
			return true;
		}
		catch (PermitRejectedException ex) {
			return false;
		}
		finally {
			writing.join();
		}
	}

	private static void write(Library library) {
		try (Permit writer = library.desks.acquire(Library.WRITER.withMaxWait(Duration.ofMinutes(1)))) {
			assertThat(library.desks.snapshot().available()).isZero();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
