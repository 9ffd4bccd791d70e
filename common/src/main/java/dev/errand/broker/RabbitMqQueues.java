package dev.errand.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;

/**
 * The queue of each pool: durable, replicated. Publisher and consumer declare it alike, whoever
 * comes first.
 *
 * <p>RabbitMQ 4 drops a quorum queue's message after 20 failed deliveries, 3.10 never does. Neither
 * matters: a hint that is gone is replaced by the dispatcher.
 */
record RabbitMqQueues(String prefix) {

  static final String TYPE = "quorum";

  private static final boolean DURABLE = true;
  private static final boolean EXCLUSIVE = false;
  private static final boolean AUTO_DELETE = false;

  String name(String pool) {
    return prefix + pool;
  }

  static AMQP.Queue.DeclareOk declare(Channel channel, String queue) throws IOException {
    return channel.queueDeclare(
        queue, DURABLE, EXCLUSIVE, AUTO_DELETE, Map.of("x-queue-type", TYPE));
  }
}
