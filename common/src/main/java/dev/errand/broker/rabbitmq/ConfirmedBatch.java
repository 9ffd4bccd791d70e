package dev.errand.broker.rabbitmq;

import dev.errand.broker.BrokerUnavailableException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that one caller sent together, and waits for the broker to confirm. */
final class ConfirmedBatch {

  private final AtomicInteger missing;
  private final Queue<byte[]> refused = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  ConfirmedBatch(int size) {
    this.missing = new AtomicInteger(size);
  }

  void confirmOne() {
    settleOne();
  }

  void refuseOne(byte[] body) {
    refused.add(body);
    settleOne();
  }

  void fail(String why) {
    done.completeExceptionally(new BrokerUnavailableException(why));
  }

  /** Waits for the broker's word on each, and returns those that it refused. */
  List<byte[]> await(long nanos) throws InterruptedException {
    try {
      done.get(nanos, TimeUnit.NANOSECONDS);
      return List.copyOf(refused);
    } catch (ExecutionException e) {
      throw new BrokerUnavailableException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerUnavailableException(
          "RabbitMQ has not confirmed %d hints in time".formatted(missing.get()), e);
    }
  }

  private void settleOne() {
    if (missing.decrementAndGet() == 0) {
      done.complete(null);
    }
  }
}
