package dev.errand.broker.rabbitmq;

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
  private final ConcurrentNavigableMap<Long, Message> byNumber = new ConcurrentSkipListMap<>();

  /** One hint for a queue, and the batch that it was published with. */
  record Message(String queue, byte[] body, ConfirmedBatch batch) {}

  /** Waits for room for one more; false where none came in time. */
  boolean enter(long nanos) throws InterruptedException {
    return slots.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  /** One that has entered is about to be sent under the channel's number. */
  void sent(long number, Message message) {
    byNumber.put(number, message);
  }

  /** One that has entered is not sent. */
  void leave() {
    slots.release();
  }

  void confirmed(long number, boolean andAllBefore) {
    settle(number, andAllBefore, message -> message.batch().confirmOne());
  }

  void refused(long number, boolean andAllBefore) {
    settle(number, andAllBefore, message -> message.batch().refuseOne(message.body()));
  }

  /** It found no queue. The broker confirms it none the less, and does so after this. */
  void unroutable(long number) {
    Message message = byNumber.get(number);
    if (message != null) {
      message.batch().fail("the queue was deleted; the next hint declares it again");
    }
  }

  /** The channel is gone: fails all, and lets in those who wait so that they can see it. */
  void fail(String why) {
    byNumber.values().forEach(message -> message.batch().fail(why));
    slots.release(MAX);
  }

  private void settle(long number, boolean andAllBefore, Consumer<Message> fate) {
    if (andAllBefore) {
      Map<Long, Message> before = byNumber.headMap(number, true);
      before.keySet().forEach(each -> settleOne(each, fate));
    } else {
      settleOne(number, fate);
    }
  }

  private void settleOne(long number, Consumer<Message> fate) {
    Message message = byNumber.remove(number);
    if (message != null) {
      fate.accept(message);
      slots.release();
    }
  }
}
