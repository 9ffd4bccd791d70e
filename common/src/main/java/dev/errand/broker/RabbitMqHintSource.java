package dev.errand.broker;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQConnector;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;

/** Consumes a pool's queue through SmallRye's connector. */
final class RabbitMqHintSource implements HintSource {

  private final RabbitMQConnector connector;
  private final ConsumerClients clients;
  private final RabbitMqEndpoint endpoint;
  private final RabbitMqQueues queues;
  private final HintJson json;
  private final HintMetrics metrics;
  private volatile Consumption consumption;
  private volatile ConnectionLog log;

  RabbitMqHintSource(
      RabbitMQConnector connector,
      ConsumerClients clients,
      RabbitMqEndpoint endpoint,
      RabbitMqQueues queues,
      HintJson json,
      HintMetrics metrics) {
    this.connector = connector;
    this.clients = clients;
    this.endpoint = endpoint;
    this.queues = queues;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public synchronized void consume(String pool, int prefetch, Consumer<HintDelivery> receiver) {
    String queue = queues.name(pool);
    log = new ConnectionLog("consuming " + queue + " of RabbitMQ at " + endpoint);
    ConsumerWatch watch = new ConsumerWatch(log::up);
    String channel = "errand-hints-" + UUID.randomUUID();
    clients.put(channel, endpoint.options("errand hint source", watch));
    consumption =
        new Consumption(
            queue,
            Multi.createFrom()
                .publisher(connector.getPublisher(attributes(channel, queue, prefetch))),
            watch,
            new HintIntake(json, metrics, receiver),
            log);
    metrics.connected("consume", this::connected);
    consumption.start();
  }

  @Override
  public synchronized void stop() {
    if (consumption != null) {
      consumption.stop();
    }
  }

  @Override
  public boolean connected() {
    return log != null && log.isUp();
  }

  @Override
  public OptionalLong waiting() {
    Consumption current = consumption;
    return current == null ? OptionalLong.empty() : current.waiting();
  }

  @Override
  public void consumeAnew() {
    Consumption current = consumption;
    if (current != null) {
      current.anew();
    }
  }

  private static Config attributes(String channel, String queue, int prefetch) {
    Map<String, String> attributes =
        Map.ofEntries(
            Map.entry("channel-name", channel),
            Map.entry("queue.name", queue),
            Map.entry("queue.x-queue-type", RabbitMqQueues.TYPE),
            // The default exchange, to which every queue is bound by its name.
            Map.entry("exchange.name", "\"\""),
            Map.entry("exchange.declare", "false"),
            Map.entry("max-outstanding-messages", Integer.toString(prefetch)),
            Map.entry("content-type-override", "application/octet-stream"),
            Map.entry("failure-strategy", "requeue"),
            Map.entry("health-enabled", "false"),
            Map.entry("tracing.enabled", "false"));
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(attributes, "errand hints", 100))
        .build();
  }
}
