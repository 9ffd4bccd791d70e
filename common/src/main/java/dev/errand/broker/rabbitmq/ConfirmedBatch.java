package dev.errand.broker.rabbitmq;

import dev.errand.broker.BrokerUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were sent together, by their numbers on the channel, until the broker has confirmed
 * or rejected each. Late responses for earlier batches are ignored.
 */
final class ConfirmedBatch {

  private final NavigableMap<Long, byte[]> unanswered = new TreeMap<>();
  private final List<byte[]> refused = new ArrayList<>();
  private @Nullable String failure;

  /** A message is about to be sent. */
  synchronized void sending(long number, byte[] body) {
    unanswered.put(number, body);
  }

  synchronized void confirmed(long number, boolean andAllBefore) {
    answered(number, andAllBefore).clear();
    notifyAll();
  }

  synchronized void refused(long number, boolean andAllBefore) {
    Collection<byte[]> bodies = answered(number, andAllBefore);
    refused.addAll(bodies);
    bodies.clear();
    notifyAll();
  }

  /** A message found no queue. The broker confirms it nevertheless, after this. */
  synchronized void unroutable(long number) {
    if (unanswered.containsKey(number)) {
      fail("the queue was deleted; the next hint declares it again");
    }
  }

  synchronized void fail(String why) {
    failure = why;
    notifyAll();
  }

  /** Waits until the broker has confirmed or rejected each, and returns the rejected ones. */
  synchronized List<byte[]> await(long deadline) throws InterruptedException {
    long left = deadline - System.nanoTime();
    while (failure == null && !unanswered.isEmpty() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    if (failure != null) {
      throw new BrokerUnavailableException(failure);
    }
    if (!unanswered.isEmpty()) {
      throw new BrokerUnavailableException(
          "RabbitMQ has not confirmed %d hints in time".formatted(unanswered.size()));
    }
    return refused;
  }

  private Collection<byte[]> answered(long number, boolean andAllBefore) {
    return unanswered.subMap(andAllBefore ? 0 : number, true, number, true).values();
  }
}
