package dev.errand.worker.run;

import dev.errand.store.ClaimedJob;
import dev.errand.worker.flow.CircuitBreakers;
import dev.errand.worker.http.ByteBudget;
import dev.errand.worker.llm.LlmCall;
import dev.errand.worker.llm.LlmClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A claimed job, its call, and why the call was aborted, if it was. */
final class RunningJob {

  /** Why we abort a call. */
  enum Drop {
    /** The lease is lost (the job was reclaimed or cancelled): record nothing. */
    LEASE_GONE,
    /** The worker drains: hand the job back. */
    DRAIN
  }

  private final ClaimedJob job;
  private final ByteBudget.Reservation budget;
  private final CircuitBreakers.Turn turn;
  private final long leaseEnd;
  private final AttemptSpan span;
  private @Nullable ClaimedJob withBody;
  private @Nullable LlmCall call;
  private @Nullable Drop drop;

  /**
   * Creates it.
   *
   * @param budget closed when the job ends
   * @param turn the result of {@link CircuitBreakers#begun}
   * @param leaseEnd the {@link System#nanoTime} at which the lease expires, unless extended
   * @param span ended when the job ends
   */
  RunningJob(
      ClaimedJob job,
      ByteBudget.Reservation budget,
      CircuitBreakers.Turn turn,
      long leaseEnd,
      AttemptSpan span) {
    this.job = job.withoutBody();
    this.withBody = job;
    this.budget = budget;
    this.turn = turn;
    this.leaseEnd = leaseEnd;
    this.span = span;
  }

  /** The job without its body, which is sent once and then released. */
  ClaimedJob job() {
    return job;
  }

  CircuitBreakers.Turn turn() {
    return turn;
  }

  ByteBudget.Reservation budget() {
    return budget;
  }

  AttemptSpan span() {
    return span;
  }

  /** Whether the lease has expired, as claimed. */
  boolean isLeaseOver() {
    return System.nanoTime() - leaseEnd >= 0;
  }

  /** Begins the call, once; aborts it immediately if that was requested before. */
  synchronized LlmCall begin(LlmClient llm) {
    call = llm.begin(Objects.requireNonNull(withBody, "begun before"), budget);
    withBody = null;
    if (drop != null) {
      call.abort();
    }
    return call;
  }

  /** Requests that the call is aborted; the first reason counts. */
  synchronized void drop(Drop why) {
    if (drop == null) {
      drop = why;
      if (call != null) {
        call.abort();
      }
    }
  }

  /** Whether the call has begun: the provider may have received it. */
  synchronized boolean isBegun() {
    return call != null;
  }

  /** Why the call was aborted; null if it was not. */
  synchronized @Nullable Drop dropped() {
    return drop;
  }
}
