package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.BrokerKind;
import dev.errand.broker.BrokerState;
import dev.errand.broker.BrokerUnavailableException;
import dev.errand.broker.Hint;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Publishes hints with confirms, one batch at a time. While the connection is down, it fails
 * immediately and keeps nothing for later.
 *
 * <p>A separate thread writes to the socket, so that a caller's wait is bounded even if the socket
 * is blocked.
 */
final class RabbitMqHintPublisher implements HintPublisher {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = PATIENCE.plusMillis(500);

  private final PublisherLink link;
  private final RabbitMqQueues queues;
  private final HintJson json;
  private final HintMetrics.Published published;
  private final Lock turn = new ReentrantLock();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("hint-writer").factory());

  RabbitMqHintPublisher(
      PublisherLink link, RabbitMqQueues queues, HintJson json, HintMetrics metrics) {
    this.link = link;
    this.queues = queues;
    this.json = json;
    this.published = metrics.published(BrokerKind.RABBITMQ);
    metrics.use("publish", this::state);
  }

  @Override
  public void publish(String pool, List<Hint> hints) {
    if (hints.isEmpty()) {
      return;
    }
    List<byte[]> bodies = hints.stream().map(json::write).toList();
    try {
      write(channel(), queues.name(pool), bodies);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted while publishing hints", e);
    }
    published.add(hints);
  }

  /**
   * Waiting for another caller's batch takes longer; only the caller's own batch is bounded in
   * time.
   */
  private void write(ConfirmChannel channel, String queue, List<byte[]> bodies)
      throws InterruptedException {
    turn.lockInterruptibly();
    try {
      await(
          writer.submit(
              () -> {
                channel.publish(queue, bodies, PATIENCE);
                return null;
              }));
    } finally {
      turn.unlock();
    }
  }

  private static void await(Future<?> publication) throws InterruptedException {
    try {
      publication.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new BrokerUnavailableException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new BrokerUnavailableException("RabbitMQ takes no hints from the connection", e);
    } finally {
      // A virtual thread that is interrupted while it waits for its socket closes the socket.
      publication.cancel(true);
    }
  }

  @Override
  public OptionalLong waiting(String pool) {
    try {
      return OptionalLong.of(channel().waiting(queues.name(pool)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted while querying RabbitMQ", e);
    } catch (IOException | ShutdownSignalException e) {
      throw new BrokerUnavailableException("RabbitMQ did not report how many hints are queued", e);
    }
  }

  @Override
  public BrokerState state() {
    return link.state();
  }

  @Override
  public void close() {
    link.close();
    writer.shutdownNow();
  }

  private ConfirmChannel channel() throws InterruptedException {
    return link.channel()
        .orElseThrow(() -> new BrokerUnavailableException("no connection to RabbitMQ"));
  }
}
