package dev.errand.worker.run;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker's slots. A call in flight holds one. A job whose call has ended holds none while its end
 * is being recorded, so that the next call need not wait for that; but there are never more than
 * two jobs in hand for each slot, so that what waits to be recorded stays bounded.
 */
final class Slots {

  private final int most;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger jobs = new AtomicInteger();
  private volatile Runnable onFree = () -> {};

  Slots(int most) {
    this.most = most;
  }

  /** Has {@code listener} called whenever slots become free after there were none. */
  void onFree(Runnable listener) {
    onFree = listener;
  }

  /** How many jobs may be begun. */
  int free() {
    return Math.max(0, Math.min(most - calls.get(), 2 * most - jobs.get()));
  }

  /** How many calls are in flight. */
  int calls() {
    return calls.get();
  }

  /** A job is begun: its call takes a slot. */
  void begin() {
    jobs.incrementAndGet();
    calls.incrementAndGet();
  }

  /** A call has ended. */
  void callEnded() {
    // Only the one that comes from the limit can have been waited for.
    if (calls.getAndDecrement() >= most) {
      onFree.run();
    }
  }

  /** A job whose call has ended is out of hand. */
  void jobEnded() {
    if (jobs.getAndDecrement() >= 2 * most) {
      onFree.run();
    }
  }
}
