package dev.errand.bench.stage;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.errand.rig.RabbitMqAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The run's own queues, if its hints go through RabbitMQ. */
public final class Queues implements AutoCloseable {

  private static final List<String> POOLS = List.of("default", "parked", "timed");

  private static final byte[] MESSAGE = new byte[100];

  private final String url;
  private final RabbitMqAccess broker;
  private final String prefix = "errand.bench." + UUID.randomUUID() + ".";

  /**
   * @param url the URL of RabbitMQ; empty to use Postgres as the broker
   */
  public Queues(String url) {
    this.url = url;
    this.broker = new RabbitMqAccess(url);
  }

  /** The broker for hints. */
  public String broker() {
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

  /** Deletes the hints. */
  void purge() {
    forEach((channel, queue) -> channel.queuePurge(queue));
  }

  /**
   * Does something with a step that sends a message through a durable queue and waits for it; with
   * Postgres as the broker, that step does nothing.
   */
  public <T> T withMessage(Function<Runnable, T> work) {
    if (url.isEmpty()) {
      return work.apply(() -> {});
    }
    return broker.on(channel -> withMessage(channel, prefix + "message", work));
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

  private void forEach(QueueWork work) {
    for (String pool : url.isEmpty() ? List.<String>of() : POOLS) {
      String queue = prefix + pool;
      broker.on(queue, channel -> work.on(channel, queue));
    }
  }

  /** An operation on a queue. */
  @FunctionalInterface
  private interface QueueWork {
    Object on(Channel channel, String queue) throws IOException;
  }
}
