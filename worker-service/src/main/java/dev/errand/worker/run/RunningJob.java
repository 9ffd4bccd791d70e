package dev.errand.worker.run;

import dev.errand.store.ClaimedJob;
import dev.errand.worker.flow.CircuitBreakers;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.llm.LlmCall;
import dev.errand.worker.llm.LlmClient;

/** A claimed job, its call, and why the call was dropped if it was. */
final class RunningJob {

  /** Why we drop a call. */
  enum Drop {
    /** The lease is gone (taken, or the job cancelled): record nothing. */
    LEASE_GONE,
    /** The worker drains: hand the job back. */
    DRAIN
  }

  private final ClaimedJob job;
  private final ByteBudget.Reservation budget;
  private final CircuitBreakers.Turn turn;
  private final long leaseEnd;
  private ClaimedJob withBody;
  private LlmCall call;
  private Drop drop;

  /**
   * Makes it.
   *
   * @param budget closed by whoever ends the job
   * @param turn what {@link CircuitBreakers#begun} returned
   * @param leaseEnd the {@link System#nanoTime} at which the lease runs out, unless extended
   */
  RunningJob(
      ClaimedJob job, ByteBudget.Reservation budget, CircuitBreakers.Turn turn, long leaseEnd) {
    this.job = job.withoutBody();
    this.withBody = job;
    this.budget = budget;
    this.turn = turn;
    this.leaseEnd = leaseEnd;
  }

  /** The job; without its body, which is sent once and not kept for longer. */
  ClaimedJob job() {
    return job;
  }

  CircuitBreakers.Turn turn() {
    return turn;
  }

  ByteBudget.Reservation budget() {
    return budget;
  }

  /** Whether the lease has run out, as it was claimed. */
  boolean isLeaseOver() {
    return System.nanoTime() - leaseEnd >= 0;
  }

  /** Begins the call, once; drops it at once if that was asked for before. */
  synchronized LlmCall begin(LlmClient llm) {
    call = llm.begin(withBody, budget);
    withBody = null;
    if (drop != null) {
      call.abort();
    }
    return call;
  }

  /** Asks to drop the call; the first reason stands. */
  synchronized void drop(Drop why) {
    if (drop == null) {
      drop = why;
      if (call != null) {
        call.abort();
      }
    }
  }

  /** Whether the call was begun: the provider may have got it. */
  synchronized boolean isBegun() {
    return call != null;
  }

  /** Why the call was dropped; null if it was not. */
  synchronized Drop dropped() {
    return drop;
  }
}
