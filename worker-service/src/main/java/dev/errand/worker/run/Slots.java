package dev.errand.worker.run;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker's slots. A call in flight holds one. A job whose call has ended holds none while its
 * outcome is recorded, so that the next call does not wait for that. There are never more than two
 * jobs in hand per slot, so that the number of unrecorded outcomes is bounded.
 */
final class Slots {

  private final int most;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger jobs = new AtomicInteger();
  private volatile Runnable onFree = () -> {};

  Slots(int most) {
    this.most = most;
  }

  /** Registers a listener that is called whenever slots become free after there were none. */
  void onFree(Runnable listener) {
    onFree = listener;
  }

  /** How many jobs may be started. */
  int free() {
    return Math.max(0, Math.min(most - calls.get(), 2 * most - jobs.get()));
  }

  /** The number of calls in flight. */
  int calls() {
    return calls.get();
  }

  /** A job has started: its call takes a slot. */
  void begin() {
    jobs.incrementAndGet();
    calls.incrementAndGet();
  }

  /** A call has ended. */
  void callEnded() {
    // Only a release at the limit can have been waited for.
    if (calls.getAndDecrement() >= most) {
      onFree.run();
    }
  }

  /** A job whose call has ended is finished. */
  void jobEnded() {
    if (jobs.getAndDecrement() >= 2 * most) {
      onFree.run();
    }
  }
}
