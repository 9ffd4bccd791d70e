package dev.errand.broker.rabbitmq;

import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The acknowledgements of one channel's deliveries: those that accumulate while the previous ones
 * are written are sent in as few frames as their order allows.
 */
final class Acknowledgements {

  private final Frame frame;
  private final ConcurrentSkipListSet<Long> unanswered = new ConcurrentSkipListSet<>();
  private final Queue<Long> gathered = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * Writes one acknowledgement of a delivery that the broker has sent and that is not acknowledged
   * yet.
   */
  @FunctionalInterface
  interface Frame {
    void write(long number, boolean andAllBefore);
  }

  Acknowledgements(Frame frame) {
    this.frame = frame;
  }

  /** Registers a delivery; call it in the order of their numbers. */
  void delivered(long number) {
    unanswered.add(number);
  }

  /** Acknowledges a delivery soon. Never blocks; a second call does nothing. */
  void give(long number, Executor writer) {
    gathered.add(number);
    if (scheduled.compareAndSet(false, true)) {
      writer.execute(this::write);
    }
  }

  private void write() {
    // Before anything is taken, so that an acknowledgement added after the last check starts the
    // next write.
    scheduled.set(false);
    SortedSet<Long> given = taken();
    long oldestKept = unanswered.isEmpty() ? Long.MAX_VALUE : unanswered.first();
    SortedSet<Long> leading = given.headSet(oldestKept);
    if (!leading.isEmpty()) {
      frame.write(leading.last(), true);
    }
    given.tailSet(oldestKept).forEach(number -> frame.write(number, false));
  }

  /** The broker closes a channel if a delivery is acknowledged twice. */
  private SortedSet<Long> taken() {
    SortedSet<Long> taken = new TreeSet<>();
    for (Long number = gathered.poll(); number != null; number = gathered.poll()) {
      if (unanswered.remove(number)) {
        taken.add(number);
      }
    }
    return taken;
  }
}
