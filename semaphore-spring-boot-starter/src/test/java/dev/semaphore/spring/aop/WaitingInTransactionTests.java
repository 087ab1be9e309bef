package dev.semaphore.spring.aop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.semaphore.CountingSemaphore;
import dev.semaphore.Permit;
import dev.semaphore.spring.annotation.Permits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A thread that waits for a permit within a transaction is warned about.
 */
@ExtendWith(OutputCaptureExtension.class)
class WaitingInTransactionTests {

	private static final String WARNING = "@Permits(\"quotes\") on " + Quotes.class.getName()
			+ ".quote() waits for a permit within the transaction ";

	private final ApplicationContextRunner runner = PermitsContext.runner(Quotes.class);

	@Test
	void bothPlacesAreNamed(CapturedOutput output) {
		this.runner.run((context) -> {
			afterWaiting(context, () -> transaction("monthEnd").executeWithoutResult((status) -> quote(context)));
			assertThat(output)
				.contains(WARNING + "monthEnd, which keeps its connection meanwhile. Take the permit before")
				.contains(WaitingInTransactionTests.class.getName() + ".quote(");
		});
	}

	@Test
	void eachPairOfPlacesIsNamedOnce(CapturedOutput output) {
		this.runner.run((context) -> {
			afterWaiting(context, () -> transaction("monthEnd").executeWithoutResult((status) -> quote(context)));
			afterWaiting(context, () -> transaction("monthEnd").executeWithoutResult((status) -> quote(context)));
			afterWaiting(context, () -> transaction("yearEnd").executeWithoutResult((status) -> quote(context)));
			assertThat(output.toString().split("waits for a permit within", -1)).hasSize(3);
			assertThat(output).contains(WARNING + "yearEnd");
		});
	}

	@Test
	void transactionWithoutANameIsInTheStack(CapturedOutput output) {
		this.runner.run((context) -> {
			afterWaiting(context, () -> transaction(null).executeWithoutResult((status) -> quote(context)));
			assertThat(output).contains(WARNING + "without a name, see the stack");
		});
	}

	@Test
	void thatWhichWaitsOutsideOfTransactionsIsNotNamed(CapturedOutput output) {
		this.runner.run((context) -> {
			afterWaiting(context, () -> quote(context));
			assertThat(output).doesNotContain("waits for a permit");
		});
	}

	@Test
	void thatWhichDoesNotWaitIsNotNamed(CapturedOutput output) {
		this.runner.run((context) -> {
			transaction("monthEnd").executeWithoutResult((status) -> quote(context));
			assertThat(output).doesNotContain("waits for a permit");
		});
	}

	@Test
	void permitThatIsTakenBeforeTheTransactionIsNotNamed(CapturedOutput output) {
		this.runner.run((context) -> {
			Consumer<Runnable> within = context.getBean(Quotes.class)::within;
			afterWaiting(context, () -> within
				.accept(() -> transaction("monthEnd").executeWithoutResult((status) -> status.setRollbackOnly())));
			assertThat(output).doesNotContain("waits for a permit");
		});
	}

	@Test
	void warningIsSwitchedOff(CapturedOutput output) {
		this.runner.withPropertyValues("semaphore.warn-in-transaction=false").run((context) -> {
			afterWaiting(context, () -> transaction("monthEnd").executeWithoutResult((status) -> quote(context)));
			assertThat(output).doesNotContain("waits for a permit");
		});
	}

	private static void quote(ApplicationContext context) {
		context.getBean(Quotes.class).quote();
	}

	/**
	 * Runs something on another thread, which has to wait for its permit.
	 */
	private static void afterWaiting(ApplicationContext context, Runnable caller) throws Exception {
		CountingSemaphore semaphore = PermitsContext.semaphore(context, "quotes");
		CompletableFuture<Void> call;
		try (Permit held = semaphore.acquire()) {
			call = CompletableFuture.runAsync(caller);
			await().until(() -> semaphore.snapshot().queueLength() == 1);
		}
		call.get(60, TimeUnit.SECONDS);
	}

	private static TransactionTemplate transaction(String name) {
		TransactionTemplate template = new TransactionTemplate(new NothingTransactionManager());
		template.setName(name);
		return template;
	}

	static class Quotes {

		@Permits("quotes")
		public void quote() {
		}

		@Permits("quotes")
		public void within(Runnable work) {
			work.run();
		}

	}

	@SuppressWarnings("serial")
	static final class NothingTransactionManager extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
