package dev.semaphore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;

/**
 * What the model checker lets threads do to a semaphore. Each thread has requests of its
 * own, oldest first, so that the operations touch nothing in common but the semaphore.
 */
@Param(name = "weight", gen = IntGen.class, conf = "1:2")
@Param(name = "permits", gen = IntGen.class, conf = "0:3")
public abstract class SemaphoreOperations {

	private static final int THREADS = 6;

	private final Subject subject;

	private final List<Deque<Subject.Ticket>> waiting = new ArrayList<>();

	private final List<Deque<Subject.Ticket>> granted = new ArrayList<>();

	SemaphoreOperations(Subject subject) {
		this.subject = subject;
		for (int i = 0; i < THREADS; i++) {
			this.waiting.add(new ArrayDeque<>());
			this.granted.add(new ArrayDeque<>());
		}
	}

	/** Asks without waiting. */
	@Operation
	public boolean tryAcquire(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "weight") int weight) {
		Subject.Ticket ticket = this.subject.tryAcquire(weight);
		if (ticket != null) {
			this.granted.get(thread).add(ticket);
		}
		return ticket != null;
	}

	/** Asks, and waits if need be; what comes of it is for {@link #look} to see. */
	@Operation
	public void enter(@Param(gen = ThreadIdGen.class) int thread, @Param(name = "weight") int weight) {
		enter(thread, AcquireRequest.of(weight));
	}

	/** How the oldest request stands that was waiting when this thread last looked. */
	@Operation
	public String look(@Param(gen = ThreadIdGen.class) int thread) {
		Subject.Ticket ticket = this.waiting.get(thread).peek();
		if (ticket == null) {
			return "NONE";
		}
		String standing = ticket.standing();
		if (!standing.equals("WAITING")) {
			this.waiting.get(thread).remove();
		}
		if (standing.equals("GRANTED")) {
			this.granted.get(thread).add(ticket);
		}
		return standing;
	}

	/** The oldest request gives up waiting: its time is over, or it was cancelled. */
	@Operation
	public String leave(@Param(gen = ThreadIdGen.class) int thread) {
		Subject.Ticket ticket = this.waiting.get(thread).peek();
		if (ticket != null) {
			ticket.leave();
		}
		return look(thread);
	}

	/** Ends the oldest permit. */
	@Operation
	public boolean end(@Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean forget) {
		Subject.Ticket ticket = this.granted.get(thread).poll();
		if (ticket == null) {
			return false;
		}
		if (forget) {
			ticket.forget();
		}
		else {
			ticket.close();
		}
		return true;
	}

	/** Gives back a forgotten permit. */
	@Operation
	public boolean release() {
		return this.subject.release(1);
	}

	/** Changes the limit. */
	@Operation
	public void resize(@Param(name = "permits") int permits) {
		this.subject.resize(permits);
	}

	/** Closes or opens. */
	@Operation
	public void shut(@Param(gen = BooleanGen.class) boolean shut) {
		this.subject.shut(shut);
	}

	/** Takes a snapshot. */
	@Operation
	public String numbers() {
		return this.subject.numbers();
	}

	final void enter(int thread, AcquireRequest request) {
		this.waiting.get(thread).add(this.subject.enter(request));
	}

	/**
	 * Gives back all that is granted, also what that lets in; false when there is none.
	 */
	final boolean endAll() {
		boolean ended = false;
		for (int thread = 0; thread < THREADS; thread++) {
			for (Subject.Ticket ticket : List.copyOf(this.waiting.get(thread))) {
				String standing = ticket.standing();
				if (!standing.equals("WAITING")) {
					this.waiting.get(thread).remove(ticket);
				}
				if (standing.equals("GRANTED")) {
					this.granted.get(thread).add(ticket);
				}
			}
			while (end(thread, false)) {
				ended = true;
			}
		}
		return ended;
	}

}
