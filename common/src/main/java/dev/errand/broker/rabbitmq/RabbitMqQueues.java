package dev.errand.broker.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.errand.telemetry.LogLine;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The queue of each pool: durable and replicated. Publisher and consumer declare it identically,
 * whichever comes first. An existing queue with other arguments is used as it is, and so is a queue
 * that the user may not declare: the operator decides.
 *
 * <p>RabbitMQ 4 drops a quorum queue's message after 20 failed deliveries, 3.10 never does. Neither
 * matters: the dispatcher replaces lost hints.
 */
final class RabbitMqQueues {

  private static final Logger LOG = Logger.getLogger(RabbitMqQueues.class);
  private static final Map<String, Object> ARGUMENTS = Map.of("x-queue-type", "quorum");
  private static final String STREAM = "current is 'stream'";

  private static final boolean DURABLE = true;
  private static final boolean EXCLUSIVE = false;
  private static final boolean AUTO_DELETE = false;

  private final String prefix;

  /** Existing queues that our declaration does not match, or that we may not declare. */
  private final Set<String> usedAsTheyAre = ConcurrentHashMap.newKeySet();

  RabbitMqQueues(String prefix) {
    this.prefix = prefix;
  }

  String name(String pool) {
    return prefix + pool;
  }

  /**
   * Ensures that a queue exists.
   *
   * @throws RefusedByBrokerException if it does not exist and cannot be declared, or cannot be used
   */
  void provide(Connection connection, String queue) throws IOException {
    if (usedAsTheyAre.contains(queue) && exists(connection, queue)) {
      return;
    }
    try {
      on(
          connection,
          channel -> channel.queueDeclare(queue, DURABLE, EXCLUSIVE, AUTO_DELETE, ARGUMENTS));
    } catch (IOException refused) {
      int code = BrokerTrouble.replyCode(refused);
      if (code != AMQP.PRECONDITION_FAILED && code != AMQP.ACCESS_REFUSED) {
        throw refused;
      }
      useAsItIs(connection, queue, refused);
    }
  }

  /** The messages in a queue, which is declared if it does not exist. */
  long waiting(Connection connection, String queue) throws IOException {
    if (!exists(connection, queue)) {
      provide(connection, queue);
    }
    return on(connection, channel -> channel.messageCount(queue));
  }

  private void useAsItIs(Connection connection, String queue, IOException refused)
      throws IOException {
    String why = BrokerTrouble.reply(refused);
    if (why.contains(STREAM)) {
      throw new RefusedByBrokerException(
          "%s is a stream, which keeps consumed messages (%s); delete it, or set errand.rabbitmq.queue-prefix"
              .formatted(queue, why),
          refused);
    }
    if (!exists(connection, queue)) {
      throw new RefusedByBrokerException(
          "%s does not exist, and the user may not create it (%s); declare it, or grant the permission to configure it"
              .formatted(queue, why),
          refused);
    }
    if (usedAsTheyAre.add(queue)) {
      LOG.info(
          LogLine.event("queue_not_declared")
              .with("queue", queue)
              .with("error", why)
              .next("the queue is used as it is"));
    }
  }

  private static boolean exists(Connection connection, String queue) throws IOException {
    try {
      on(connection, channel -> channel.queueDeclarePassive(queue));
      return true;
    } catch (IOException e) {
      if (BrokerTrouble.replyCode(e) == AMQP.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** On a separate channel, because an error closes it. */
  private static <T> T on(Connection connection, Question<T> question) throws IOException {
    Channel channel =
        connection
            .openChannel()
            .orElseThrow(() -> new IOException("the connection has no free channel"));
    try {
      return question.ask(channel);
    } catch (ShutdownSignalException e) {
      throw new IOException(e);
    } finally {
      channel.abort();
    }
  }

  /** An operation that the broker either answers or closes the channel for. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Channel channel) throws IOException;
  }
}
