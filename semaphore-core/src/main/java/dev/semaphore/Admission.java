package dev.semaphore;

import org.jspecify.annotations.Nullable;

/**
 * How a request was let in that nobody may refuse.
 *
 * @param request what it was let in as: not exclusive, without a key where there was no
 * room for its key
 * @param obstacle what spoke against it; {@link RejectionReason#UNAVAILABLE} when nothing
 * but that the permits were not free, null when they were
 * @param before the numbers before it was let in
 */
record Admission(AcquireRequest request, @Nullable RejectionReason obstacle, LedgerFigures before) {

}
