package dev.errand.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages that one caller sent together, and waits for the broker to confirm. */
final class ConfirmedBatch {

  private final AtomicInteger missing;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  ConfirmedBatch(int size) {
    this.missing = new AtomicInteger(size);
  }

  void confirmOne() {
    if (missing.decrementAndGet() == 0) {
      done.complete(null);
    }
  }

  void fail(String why) {
    done.completeExceptionally(new BrokerUnavailableException(why));
  }

  void await(long nanos) throws InterruptedException {
    try {
      done.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new BrokerUnavailableException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerUnavailableException(
          "RabbitMQ has not confirmed %d hints in time".formatted(missing.get()), e);
    }
  }
}
