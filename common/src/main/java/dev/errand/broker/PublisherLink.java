package dev.errand.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps one connection for publishing open, and makes a new one soon after it is lost. */
final class PublisherLink implements AutoCloseable {

  private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(4);
  private static final int CLOSE_MILLIS = 2_000;

  private final RabbitMqEndpoint endpoint;
  private final ConnectionLog log;
  private final CountDownLatch attempted = new CountDownLatch(1);
  private final Thread keeper;
  private volatile ConfirmChannel channel;

  PublisherLink(RabbitMqEndpoint endpoint) {
    this.endpoint = endpoint;
    this.log = new ConnectionLog("publishing hints to RabbitMQ at " + endpoint);
    this.keeper = Thread.ofVirtual().name("hint-publisher").start(this::keep);
  }

  boolean connected() {
    ConfirmChannel current = channel;
    return current != null && current.usable();
  }

  /** The open channel; waits only for the first attempt to connect. */
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
      // close() asks to end, and nobody else looks at this thread.
      log.closed();
    }
  }

  private void connectAndHold() throws InterruptedException {
    try {
      hold(endpoint.connect("errand hint publisher"));
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      log.down(e);
    }
  }

  private void hold(Connection connection) throws IOException, InterruptedException {
    try {
      ConfirmChannel opened = new ConfirmChannel(connection);
      opened.open();
      channel = opened;
      log.up();
      attempted.countDown();
      log.down(opened.awaitLoss());
    } finally {
      channel = null;
      connection.abort(CLOSE_MILLIS);
    }
  }
}
