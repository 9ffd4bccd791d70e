package dev.errand.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The run's own queues, if its hints go through RabbitMQ. */
final class Queues implements AutoCloseable {

  private static final List<String> POOLS = List.of("default", "parked", "timed");

  private static final byte[] MESSAGE = new byte[100];

  private final String url;
  private final String prefix = "errand.bench." + UUID.randomUUID() + ".";

  /**
   * @param url of the RabbitMQ; empty to have Postgres carry the hints
   */
  Queues(String url) {
    this.url = url;
  }

  /** Work on a channel. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Channel channel) throws IOException;
  }

  /** What carries the hints. */
  String broker() {
    return url.isEmpty() ? "postgres" : "rabbitmq";
  }

  /** The services' settings. */
  List<String> settings() {
    return url.isEmpty()
        ? List.of("errand.broker=postgres")
        : List.of(
            "errand.broker=rabbitmq",
            "errand.rabbitmq.url=" + url,
            "errand.rabbitmq.queue-prefix=" + prefix);
  }

  /** Forgets the hints. */
  void purge() {
    forEach((channel, queue) -> channel.queuePurge(queue));
  }

  /**
   * Does something with a step that sends a message through a durable queue and waits for it; where
   * Postgres carries the hints, that step does nothing.
   */
  <T> T withMessage(Function<Runnable, T> work) {
    if (url.isEmpty()) {
      return work.apply(() -> {});
    }
    return on(channel -> withMessage(channel, prefix + "message", work));
  }

  private static <T> T withMessage(Channel channel, String queue, Function<Runnable, T> work)
      throws IOException {
    Semaphore arrived = new Semaphore(0);
    channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
    channel.basicConsume(queue, true, (tag, message) -> arrived.release(), tag -> {});
    T result =
        work.apply(
            () -> {
              try {
                channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, MESSAGE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              arrived.acquireUninterruptibly();
            });
    channel.queueDelete(queue);
    return result;
  }

  @Override
  public void close() {
    forEach((channel, queue) -> channel.queueDelete(queue));
  }

  /**
   * A channel of its own for each: the broker closes one that asks for a queue that is not there.
   */
  private void forEach(QueueWork work) {
    if (url.isEmpty()) {
      return;
    }
    on(
        first -> {
          for (String pool : POOLS) {
            if (exists(first.getConnection(), prefix + pool)) {
              work.on(first, prefix + pool);
            }
          }
          return null;
        });
  }

  /** What is done to a queue. */
  @FunctionalInterface
  private interface QueueWork {
    void on(Channel channel, String queue) throws IOException;
  }

  private static boolean exists(Connection connection, String queue) throws IOException {
    try {
      connection.createChannel().queueDeclarePassive(queue);
      return true;
    } catch (IOException e) {
      if (connection.isOpen()) {
        return false;
      }
      throw e;
    }
  }

  private <T> T on(Work<T> work) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(url);
      try (Connection connection = factory.newConnection("errand bench")) {
        return work.on(connection.createChannel());
      }
    } catch (IOException | TimeoutException | URISyntaxException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
