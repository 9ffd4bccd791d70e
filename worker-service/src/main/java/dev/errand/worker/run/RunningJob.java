package dev.errand.worker.run;

import dev.errand.store.ClaimedJob;
import dev.errand.worker.llm.LlmCall;

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
  private LlmCall call;
  private Drop drop;

  RunningJob(ClaimedJob job) {
    this.job = job;
  }

  ClaimedJob job() {
    return job;
  }

  /** Notes the call; drops it at once if that was asked for before it began. */
  synchronized void began(LlmCall begun) {
    call = begun;
    if (drop != null) {
      call.abort();
    }
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

  /** Why the call was dropped; null if it was not. */
  synchronized Drop dropped() {
    return drop;
  }
}
