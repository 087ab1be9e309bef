package dev.semaphore.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A place outside of the process where the permits of semaphores are kept, for all
 * instances of an application alike. It takes, queues, gives back and reports; renewing,
 * waiting, re-checking and failing over are written once, above it.
 * <p>
 * What an implementation must hold to:
 * <ul>
 * <li>Each call is atomic, and carries a {@link Membership}, from which it repairs what
 * is missing: there is no initial step. The first to come makes the state from the terms
 * of its membership, and terms with a larger version replace those that are stored. Terms
 * of version 0 say what an instance was configured with: they get the stored version if
 * their number of permits is the one last configured, else they replace it with a version
 * of now. Versions are larger than all before, and grow even if the store forgets
 * everything: the time of the store in microseconds will do.</li>
 * <li>A claim fits if {@code held + forgotten + weight <= permits} and nobody holds
 * exclusively; an exclusive one if nothing is held or forgotten and there are permits. It
 * then holds all of them, however many there are.</li>
 * <li>Claims wait in the order in which they came, over all instances, and are granted in
 * the very call that lets them in, whichever it is. Nobody passes one that waits, so one
 * that is too large for the moment holds up those behind it.</li>
 * <li>Each call tells that its instance is alive: whatever the instance holds or waits
 * for stays until {@link Membership#lease()} after its last call, and is then taken from
 * it by whoever calls next. Thousands of them are cleared in bounded slices. Time is the
 * store's own, never a client's.</li>
 * <li>Each grant has a fencing token larger than all before it, also if the store forgets
 * everything.</li>
 * <li>Never does a call count up what it does not know: giving back an unknown claim
 * changes nothing.</li>
 * <li>A call that fails completes its stage exceptionally and soon; it may or may not
 * have been carried out. Stages complete on a thread of the store; what follows them does
 * not block.</li>
 * </ul>
 * The calls that one thread makes for an instance and a semaphore are carried out in the
 * order in which it made them, so that it finds what it has given back. Implementations
 * are thread-safe.
 */
public interface PermitStore {

	/**
	 * The word for this kind of store in configuration, meters and messages.
	 * @return a word such as {@code redis}
	 */
	String kind();

	/**
	 * Whether a claim that waited is to be asked for again, with the same id, when a hint
	 * or a renewal tells that it was granted. That is for stores which vouch for a grant
	 * only when more than themselves know of it: {@link #take} then makes certain, or
	 * answers {@link TakeOutcome#UNCERTAIN}.
	 * @return false unless overridden
	 */
	default boolean confirmsGrants() {
		return false;
	}

	/**
	 * Tells a listener of grants to an instance that waited: a hint, which may be lost,
	 * come late or twice. Stores that cannot do so look for themselves now and then.
	 * @param semaphore the name of the semaphore
	 * @param instance whose grants
	 * @param listener who is told
	 * @return ends it
	 */
	Subscription subscribe(String semaphore, String instance, GrantListener listener);

	/**
	 * Takes what is asked for, or queues it. Asking again with the same id changes
	 * nothing and answers how things stand.
	 * @param member who asks
	 * @param ask what is asked for
	 * @return what became of it
	 */
	CompletionStage<Taken> take(Membership member, Ask ask);

	/**
	 * Ends a claim, whether it holds, waits, or is unknown, and grants those whom that
	 * lets in.
	 * @param member whose claim
	 * @param id the claim
	 * @return whether the store knew it
	 */
	CompletionStage<Changed> giveBack(Membership member, long id);

	/**
	 * Leaves the permits of a claim out, owned by nobody, until they are released.
	 * @param member whose claim
	 * @param id the claim
	 * @return whether the claim held permits; if not, nothing has changed
	 */
	CompletionStage<Changed> forget(Membership member, long id);

	/**
	 * Gives back forgotten permits.
	 * @param member who does
	 * @param permits how many, 1 or more
	 * @return whether as many were forgotten; if not, nothing has changed
	 */
	CompletionStage<Changed> release(Membership member, int permits);

	/**
	 * Changes the number of permits, at once, up or down. Claims that do not fit any more
	 * stay; those that wait stay in the queue.
	 * @param member who does
	 * @param permits how many from now on, 0 or more
	 * @return whether that changed anything
	 */
	CompletionStage<Changed> resize(Membership member, int permits);

	/**
	 * Tells that an instance is alive, and what the store knows of it.
	 * @param member who
	 * @return all its claims
	 */
	CompletionStage<Renewed> renew(Membership member);

	/**
	 * Counts grants again that the store has lost, as far as they fit, whoever waits;
	 * known ones stay as they are. Tokens from now on are larger than theirs.
	 * @param member whose grants
	 * @param grants what the instance holds
	 * @return all claims of the instance after that
	 */
	CompletionStage<Renewed> restore(Membership member, List<Grant> grants);

	/**
	 * What a semaphore looks like, for people to read.
	 * @param member who asks
	 * @param limit how many instances to list at the most
	 * @return the report
	 */
	CompletionStage<Report> report(Membership member, int limit);

	/**
	 * Ends all claims of an instance, and forgets it. Calling again makes it alive again,
	 * with nothing. Another instance may call it in the name of one that hangs, with the
	 * lease and terms that it knows itself, from a process in which that one never was;
	 * of an instance that is unknown nothing stays.
	 * @param member who leaves
	 * @return completes when done
	 */
	CompletionStage<Changed> leave(Membership member);

}
