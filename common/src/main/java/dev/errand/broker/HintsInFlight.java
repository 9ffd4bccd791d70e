package dev.errand.broker;

import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The hints that one channel has taken and the broker has not confirmed: a bounded number. */
final class HintsInFlight {

  static final int MAX = 1024;

  private final Semaphore slots = new Semaphore(MAX);
  private final ConcurrentNavigableMap<Long, ConfirmedBatch> byNumber =
      new ConcurrentSkipListMap<>();

  /** Waits for room for one more; false where none came in time. */
  boolean enter(long nanos) throws InterruptedException {
    return slots.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  /** One that has entered is about to be sent under the channel's number. */
  void sent(long number, ConfirmedBatch batch) {
    byNumber.put(number, batch);
  }

  void confirmed(long number, boolean andAllBefore) {
    settle(number, andAllBefore, ConfirmedBatch::confirmOne);
  }

  void refused(long number, boolean andAllBefore) {
    settle(number, andAllBefore, batch -> batch.fail("RabbitMQ refused a hint"));
  }

  /** It found no queue. The broker confirms it none the less, and does so after this. */
  void unroutable(long number) {
    ConfirmedBatch batch = byNumber.get(number);
    if (batch != null) {
      batch.fail("the queue was deleted; the next hint declares it again");
    }
  }

  /** The channel is gone: fails all, and lets in those who wait so that they can see it. */
  void fail(String why) {
    byNumber.values().forEach(batch -> batch.fail(why));
    slots.release(MAX);
  }

  private void settle(long number, boolean andAllBefore, Consumer<ConfirmedBatch> fate) {
    if (andAllBefore) {
      Map<Long, ConfirmedBatch> before = byNumber.headMap(number, true);
      before.keySet().forEach(each -> settleOne(each, fate));
    } else {
      settleOne(number, fate);
    }
  }

  private void settleOne(long number, Consumer<ConfirmedBatch> fate) {
    ConfirmedBatch batch = byNumber.remove(number);
    if (batch != null) {
      fate.accept(batch);
      slots.release();
    }
  }
}
