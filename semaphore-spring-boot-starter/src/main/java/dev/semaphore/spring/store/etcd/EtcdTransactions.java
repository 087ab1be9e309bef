package dev.semaphore.spring.store.etcd;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

import dev.semaphore.store.Membership;
import dev.semaphore.store.QueuedCall;

/**
 * Carries out requests: reads a semaphore, decides, and writes what came of it if nobody
 * was faster; else begins again with what the faster one has written.
 */
final class EtcdTransactions {

	private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(1);

	/** So many instances are told of grants at once; others look for themselves. */
	private static final int MOST_NOTES = 50;

	private final EtcdClient client;

	private final EtcdLeases leases;

	private final Duration patience;

	/** Whether a semaphore's instance is in this process, and need not be written to. */
	private final BiPredicate<String, String> here;

	EtcdTransactions(EtcdClient client, EtcdLeases leases, Duration patience, BiPredicate<String, String> here) {
		this.client = client;
		this.leases = leases;
		this.patience = patience;
		this.here = here;
	}

	/** Carries out requests for one semaphore, all or none of them. */
	CompletableFuture<EtcdVisit> carryOut(EtcdKeys keys, List<QueuedCall<EtcdVisit, ?>> requests) {
		return attempt(keys, requests).exceptionallyCompose((ex) -> {
			if (!(EtcdClient.cause(ex) instanceof EtcdException refused) || !refused.isNotFound()) {
				return CompletableFuture.failedFuture(EtcdClient.cause(ex));
			}
			// a lease has ended that was thought to last
			this.leases.doubt();
			return attempt(keys, requests);
		});
	}

	private CompletableFuture<EtcdVisit> attempt(EtcdKeys keys, List<QueuedCall<EtcdVisit, ?>> requests) {
		return leases(requests).thenCompose((leases) -> this.client.call("kv/range", EtcdTransaction.range(keys.all()))
			.thenCompose((answer) -> visit(new Attempt(keys, requests, leases),
					EtcdView.of(keys, answer.revision(), answer))));
	}

	private CompletableFuture<EtcdVisit> visit(Attempt attempt, EtcdView view) {
		EtcdVisit visit = new EtcdVisit(view);
		attempt.requests.forEach((request) -> request.carryOut(visit));
		EtcdTransaction transaction = transaction(attempt, visit);
		if (transaction.isEmpty()) {
			return CompletableFuture.completedFuture(visit);
		}
		return recovery(attempt, visit, transaction)
			.thenCompose((ready) -> this.client.call("kv/txn", transaction.elseRead(attempt.keys.all())))
			.thenCompose((answer) -> {
				if (answer.is("succeeded")) {
					return CompletableFuture.completedFuture(visit);
				}
				if (attempt.requests.get(0).isOlderThan(this.patience)) {
					return CompletableFuture.failedFuture(new TimeoutException("others were always faster"));
				}
				EtcdAnswer range = answer.children("responses").get(0).child("response_range");
				return visit(attempt, EtcdView.of(attempt.keys, answer.revision(), range));
			});
	}

	private EtcdTransaction transaction(Attempt attempt, EtcdVisit visit) {
		EtcdTransaction transaction = new EtcdTransaction();
		EtcdView view = visit.view();
		transaction.ifUnchangedSince(attempt.keys.state(), view.stateRevision());
		String state = StoredText.write(visit.permits());
		if (!state.equals(view.state())) {
			transaction.put(attempt.keys.state(), state, 0);
		}
		attempt.leases.forEach((instance, lease) -> {
			String key = attempt.keys.member(instance);
			boolean stays = visit.permits().members.contains(instance);
			boolean stored = lease.equals(view.members().get(instance));
			if (stored) {
				transaction.ifLease(key, lease);
			}
			if (stays && !stored) {
				transaction.put(key, "", lease);
			}
			else if (!stays && view.members().containsKey(instance)) {
				transaction.delete(key);
			}
		});
		notes(attempt.keys, visit, transaction);
		return transaction;
	}

	private void notes(EtcdKeys keys, EtcdVisit visit, EtcdTransaction transaction) {
		visit.granted()
			.stream()
			.filter((claim) -> !this.here.test(keys.semaphore(), claim.instance()))
			.collect(Collectors.groupingBy(StoredClaim::instance))
			.entrySet()
			.stream()
			.limit(MOST_NOTES)
			.forEach((entry) -> {
				Long lease = visit.view().members().get(entry.getKey());
				if (lease != null) {
					transaction.ifLease(keys.member(entry.getKey()), lease);
					transaction.put(keys.grants(entry.getKey()), EtcdHints.write(entry.getValue()), lease);
				}
			});
	}

	/** For a while nothing is granted, so that what was lost may be restored. */
	private CompletableFuture<?> recovery(Attempt attempt, EtcdVisit visit, EtcdTransaction transaction) {
		if (!visit.isRecovering() || visit.view().recovering()) {
			return CompletableFuture.completedFuture(visit);
		}
		Duration third = attempt.requests.get(0).member().lease().dividedBy(3);
		Duration duration = (third.compareTo(LONGEST_RECOVERY) < 0) ? third : LONGEST_RECOVERY;
		return this.leases.lasting("recovery of " + attempt.keys.semaphore(), duration)
			.thenAccept((lease) -> transaction.put(attempt.keys.recovery(), "", lease));
	}

	private CompletableFuture<Map<String, Long>> leases(Collection<QueuedCall<EtcdVisit, ?>> requests) {
		CompletableFuture<Map<String, Long>> all = CompletableFuture.completedFuture(new HashMap<>());
		for (Membership member : requests.stream().map(QueuedCall::member).collect(Collectors.toSet())) {
			all = all.thenCombine(this.leases.lasting(member.instance(), member.lease()), (leases, lease) -> {
				leases.put(member.instance(), lease);
				return leases;
			});
		}
		return all;
	}

	/**
	 * Requests that are underway.
	 *
	 * @param leases the leases of the instances that make them
	 */
	private record Attempt(EtcdKeys keys, List<QueuedCall<EtcdVisit, ?>> requests, Map<String, Long> leases) {
	}

}
