package dev.semaphore;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.semaphore.store.Ask;
import dev.semaphore.store.Changed;
import dev.semaphore.store.Figures;
import dev.semaphore.store.Grant;
import dev.semaphore.store.GrantListener;
import dev.semaphore.store.Membership;
import dev.semaphore.store.PermitStore;
import dev.semaphore.store.Renewed;
import dev.semaphore.store.Report;
import dev.semaphore.store.Subscription;
import dev.semaphore.store.TakeOutcome;
import dev.semaphore.store.Taken;
import dev.semaphore.store.Terms;
import org.jspecify.annotations.Nullable;

/**
 * Leases permits of one semaphore from a store for this instance, and hands them out
 * here: to those above it looks like a store. Who wants several at once, or all, asks the
 * store itself.
 */
final class BlockStore implements PermitStore, BlockVoice {

	private final PermitStore store;

	private final TimeSource time;

	private final BlockBook book;

	private final BlockLooks looks;

	private volatile Membership member;

	private volatile @Nullable GrantListener listener;

	private volatile Runnable onLapse = () -> {
	};

	private volatile Runnable onRegained = () -> {
	};

	BlockStore(PermitStore store, TimeSource time, Membership member) {
		if (store.confirmsGrants()) {
			throw new IllegalArgumentException("Semaphore '" + member.semaphore() + "' has a local share, which does"
					+ " not go with waiting for replicas: leave out one of them");
		}
		this.store = store;
		this.time = time;
		this.member = member;
		this.book = new BlockBook(time, member.lease(), new Figures(member.terms(), 0, 0, 1), this);
		this.looks = new BlockLooks(time, () -> renew((after) -> after.add(this::alarm)),
				() -> !this.book.change((after) -> this.book.isEmpty()));
	}

	/**
	 * What to do when what is leased here may have been lost meanwhile, before that is
	 * forgotten, and when there are leases again. Runs on threads that bring answers.
	 */
	void lapses(Runnable onLapse, Runnable onRegained) {
		this.onLapse = onLapse;
		this.onRegained = onRegained;
	}

	long leftNanos() {
		return this.book.leftNanos();
	}

	@Override
	public String kind() {
		return this.store.kind();
	}

	@Override
	public Subscription subscribe(String semaphore, String instance, GrantListener listener) {
		this.listener = listener;
		return this.store.subscribe(semaphore, instance, new GrantListener() {

			@Override
			public void granted(long id, long token) {
				if (id < BlockBook.FIRST_UNIT) {
					listener.granted(id, token);
				}
				else {
					arrived(id, token);
				}
			}

			@Override
			public void lookAgain() {
				BlockStore.this.looks.lookNow();
				listener.lookAgain();
			}

		});
	}

	@Override
	public CompletionStage<Taken> take(Membership member, Ask ask) {
		this.member = member;
		if (ask.exclusive() || ask.weight() > 1) {
			// what is idle here counts as held there
			change(this.book::letGoOfIdle);
			return ask(() -> this.store.take(member, ask), Taken::figures)
				.thenApply((taken) -> new Taken(taken.outcome(), taken.token(), seen(taken.figures())));
		}
		Entry entry = this.book.change((after) -> enter(ask));
		Taken now = entry.answer();
		return (now != null && entry.unit() == 0) ? CompletableFuture.completedFuture(now)
				: take(ask, entry.unit(), now != null);
	}

	@Override
	public CompletionStage<Changed> giveBack(Membership member, long id) {
		this.member = member;
		boolean ended = this.book.change((after) -> this.book.end(id, after));
		return ended
				? CompletableFuture.completedFuture(new Changed(true, this.book.change((after) -> this.book.seen())))
				: changed(() -> this.store.giveBack(member, id));
	}

	@Override
	public CompletionStage<Changed> forget(Membership member, long id) {
		long unit = this.book.change((after) -> this.book.unitOf(id));
		return changed(() -> this.store.forget(member, unit)).thenApply((changed) -> {
			change((after) -> this.book.strike(id));
			return changed;
		});
	}

	@Override
	public CompletionStage<Changed> release(Membership member, int permits) {
		return changed(() -> this.store.release(member, permits));
	}

	@Override
	public CompletionStage<Changed> resize(Membership member, int permits) {
		return changed(() -> this.store.resize(member, permits)).thenApply((changed) -> {
			this.looks.lookNow();
			return changed;
		});
	}

	@Override
	public CompletionStage<Renewed> renew(Membership member) {
		this.member = member;
		return renew((after) -> {
		});
	}

	@Override
	public CompletionStage<Renewed> restore(Membership member, List<Grant> grants) {
		long mark = this.book.change((after) -> this.book.mark());
		List<Grant> translated = this.book.change((after) -> grants.stream().map(this::translate).toList());
		return ask(() -> this.store.restore(member, translated), Renewed::figures)
			.thenApply((renewed) -> this.book.change((after) -> {
				this.book.restored(grants.stream().map(Grant::id).toList(), renewed, mark);
				return this.book.translate(renewed, mark);
			}));
	}

	@Override
	public CompletionStage<Report> report(Membership member, int limit) {
		return ask(() -> this.store.report(member, limit), Report::figures)
			.thenApply((report) -> new Report(seen(report.figures()), report.instances()));
	}

	@Override
	public CompletionStage<Changed> leave(Membership member) {
		if (!member.instance().equals(this.member.instance())) {
			// renews nothing of what is leased here
			return this.store.leave(member).thenApply((left) -> new Changed(left.done(), seen(left.figures())));
		}
		change((after) -> this.book.clear());
		return changed(() -> this.store.leave(member));
	}

	@Override
	public void granted(long claim, long token) {
		GrantListener above = this.listener;
		if (above != null) {
			above.granted(claim, token);
		}
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // the next look tells what became of it
	public void ask(long unit, boolean waits) {
		take(new Ask(unit, 1, false, waits, Integer.MAX_VALUE), unit, waits);
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored") // the next look tells what is left
	public void giveBack(long unit) {
		changed(() -> this.store.giveBack(informed(), unit));
	}

	/**
	 * A store that was emptied lets nobody in at once whose caller knew of a limit: what
	 * was just learned counts.
	 */
	private Membership informed() {
		Membership member = this.member;
		Terms latest = this.book.terms();
		return (latest.version() > member.terms().version()) ? member.withTerms(latest) : member;
	}

	private Entry enter(Ask ask) {
		Taken known = known(ask.id());
		if (known != null) {
			return new Entry(known, 0);
		}
		if (ask.waits() && this.book.waiting() < ask.maxQueue()) {
			long unit = this.book.queue(ask.id());
			return new Entry(taken(TakeOutcome.QUEUED, 0), unit);
		}
		return (this.book.waiting() > 0) ? new Entry(refusal(ask), 0)
				: new Entry(null, this.book.newAsk(false, ask.id()));
	}

	/** Asks the store for a unit, for a claim of the same wish. */
	private CompletionStage<Taken> take(Ask claim, long unit, boolean waits) {
		this.looks.lookSoon();
		Ask ask = new Ask(unit, 1, false, waits, waits ? Integer.MAX_VALUE : claim.maxQueue());
		return ask(() -> this.store.take(informed(), ask), Taken::figures)
			.handle((taken, ex) -> this.book.change((after) -> {
				if (ex != null) {
					this.book.unanswered(unit, claim.id());
					throw new CompletionException(ex);
				}
				return answered(claim, unit, taken, after);
			}));
	}

	private Taken answered(Ask claim, long unit, Taken taken, Queue<Runnable> after) {
		switch (taken.outcome()) {
			case GRANTED -> {
				this.book.arrived(unit, taken.token(), after);
				if (claim.id() < BlockBook.FIRST_UNIT) {
					this.book.askForMore(after);
				}
			}
			case QUEUED -> this.book.queued(unit);
			default -> this.book.refused(unit);
		}
		BlockUnit held = this.book.held(claim.id());
		if (held != null) {
			return taken(TakeOutcome.GRANTED, held.token);
		}
		boolean queued = this.book.isWaiting(claim.id())
				|| (claim.waits() && (taken.outcome() == TakeOutcome.GRANTED || taken.outcome() == TakeOutcome.QUEUED));
		return queued ? taken(TakeOutcome.QUEUED, 0) : refusal(claim);
	}

	/* What has what it asks for, or waits already; null if it must be asked for. */
	private @Nullable Taken known(long claim) {
		BlockUnit held = this.book.held(claim);
		BlockUnit unit = (held != null || this.book.isWaiting(claim)) ? held : this.book.takeIdle(claim);
		if (unit != null) {
			return taken(TakeOutcome.GRANTED, unit.token);
		}
		return this.book.isWaiting(claim) ? taken(TakeOutcome.QUEUED, 0) : null;
	}

	private Taken taken(TakeOutcome outcome, long token) {
		return new Taken(outcome, token, this.book.seen());
	}

	private Taken refusal(Ask ask) {
		return taken(ask.waits() ? TakeOutcome.QUEUE_FULL : TakeOutcome.UNAVAILABLE, 0);
	}

	private Grant translate(Grant grant) {
		BlockUnit unit = this.book.held(grant.id());
		return (unit != null) ? new Grant(unit.id, 1, false, unit.token) : grant;
	}

	private void arrived(long id, long token) {
		change((after) -> this.book.arrived(id, token, after));
	}

	private Figures seen(Figures figures) {
		return this.book.change((after) -> this.book.seen(figures));
	}

	/**
	 * Compares with the store; what is in use here and missing there is for those above.
	 */
	private CompletionStage<Renewed> renew(Consumer<Queue<Runnable>> ifMissing) {
		long mark = this.book.change((after) -> this.book.mark());
		return ask(() -> this.store.renew(informed()), Renewed::figures)
			.thenApply((renewed) -> this.book.change((after) -> {
				this.book.compare(renewed, mark, after);
				if (this.book.isMissing(renewed, mark)) {
					ifMissing.accept(after);
				}
				return this.book.translate(renewed, mark);
			}));
	}

	/** What is in use here may be lost: those above are to look. */
	private void alarm() {
		GrantListener above = this.listener;
		if (above != null) {
			above.lookAgain();
		}
	}

	private CompletionStage<Changed> changed(Supplier<CompletionStage<Changed>> call) {
		return ask(call, Changed::figures).thenApply((changed) -> new Changed(changed.done(), seen(changed.figures())));
	}

	/** Calls the store, and learns from its answer. */
	private <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> call, Function<T, Figures> figures) {
		long sentAt = this.time.nanoTime();
		CompletionStage<T> answer;
		try {
			answer = call.get();
		}
		catch (RuntimeException ex) {
			answer = CompletableFuture.failedFuture(ex);
		}
		return answer.thenApply((value) -> {
			boolean lapsed = leftNanos() <= 0;
			if (lapsed) {
				this.onLapse.run();
			}
			change((after) -> this.book.learn(sentAt, figures.apply(value)));
			if (lapsed && leftNanos() > 0) {
				this.onRegained.run();
				alarm();
			}
			return value;
		});
	}

	private void change(Consumer<Queue<Runnable>> change) {
		this.book.change((after) -> {
			change.accept(after);
			return true;
		});
	}

	/**
	 * What can be answered at once.
	 *
	 * @param answer what, if anything
	 * @param unit the unit to ask the store for; 0 if none is needed
	 */
	private record Entry(@Nullable Taken answer, long unit) {

	}

}
