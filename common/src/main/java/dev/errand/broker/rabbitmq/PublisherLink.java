package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.broker.BrokerState;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps one connection for publishing open, and opens a new one soon after it is lost. */
final class PublisherLink implements AutoCloseable {

  private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(4);

  /** A queue may be deleted, and we may not be allowed to declare it again. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private static final int CLOSE_MILLIS = 2_000;

  private final RabbitMqEndpoint endpoint;
  private final RabbitMqQueues queues;
  private final List<String> pools;
  private final BrokerUse use;
  private final CountDownLatch attempted = new CountDownLatch(1);
  private final Thread keeper;
  private volatile @Nullable ConfirmChannel channel;
  private volatile boolean provided;

  /**
   * @param pools whose queues must exist for the broker to count as used
   * @param patience how long it may stay unused before that is reported
   */
  PublisherLink(
      RabbitMqEndpoint endpoint, RabbitMqQueues queues, List<String> pools, Duration patience) {
    this.endpoint = endpoint;
    this.queues = queues;
    this.pools = List.copyOf(pools);
    this.use = new BrokerUse("publishing hints to RabbitMQ at " + endpoint, patience);
    this.keeper = Thread.ofVirtual().name("hint-publisher").start(this::keep);
  }

  BrokerState state() {
    return use.state();
  }

  /** The open channel; waits only during the first attempt to connect. */
  Optional<ConfirmChannel> channel() throws InterruptedException {
    attempted.await(FIRST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
    return Optional.ofNullable(channel);
  }

  @Override
  public void close() {
    keeper.interrupt();
    try {
      keeper.join(Duration.ofMillis(CLOSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    try {
      while (!Thread.interrupted()) {
        connectAndHold();
        attempted.countDown();
        ReconnectPause.take();
      }
    } catch (InterruptedException e) {
      // Interrupted by close(); nobody else uses this thread.
      use.closed();
    }
  }

  private void connectAndHold() throws InterruptedException {
    try {
      hold(endpoint.connect("errand hint publisher"));
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      use.down(e);
    }
  }

  private void hold(Connection connection)
      throws IOException, InterruptedException, TimeoutException {
    try {
      ConfirmChannel opened = new ConfirmChannel(connection, queues, this::blocked);
      opened.open();
      channel = opened;
      attempted.countDown();
      Optional<ShutdownSignalException> loss = Optional.empty();
      while (loss.isEmpty()) {
        provideQueues(opened);
        loss = opened.awaitLoss(BETWEEN_LOOKS);
      }
      use.down(loss.get());
    } finally {
      channel = null;
      provided = false;
      connection.abort(CLOSE_MILLIS);
    }
  }

  /** Retries queues that are unavailable; hints for other pools are published meanwhile. */
  private void provideQueues(ConfirmChannel opened) throws InterruptedException {
    while (opened.usable()) {
      try {
        for (String pool : pools) {
          opened.provide(queues.name(pool));
        }
        used(opened);
        return;
      } catch (IOException | ShutdownSignalException e) {
        use.down(e);
        ReconnectPause.take();
      }
    }
  }

  private synchronized void used(ConfirmChannel opened) {
    provided = true;
    if (opened.usable() && !use.isUp()) {
      use.up();
    }
  }

  private synchronized void blocked(boolean now) {
    if (now) {
      use.down(new RefusedByBrokerException(ConfirmChannel.SHORT, null));
    } else if (provided) {
      use.up();
    }
  }
}
