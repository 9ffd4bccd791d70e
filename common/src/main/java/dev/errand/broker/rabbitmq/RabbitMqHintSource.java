package dev.errand.broker.rabbitmq;

import dev.errand.broker.BrokerState;
import dev.errand.broker.HintDelivery;
import dev.errand.broker.HintIntake;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintSource;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQConnector;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Consumes a pool's queue through SmallRye's connector. */
final class RabbitMqHintSource implements HintSource {

  private final RabbitMQConnector connector;
  private final ConsumerClients clients;
  private final RabbitMqEndpoint endpoint;
  private final RabbitMqQueues queues;
  private final Duration patience;
  private final HintJson json;
  private final HintMetrics metrics;
  private volatile @Nullable Consumption consumption;
  private volatile @Nullable BrokerUse use;

  RabbitMqHintSource(
      RabbitMQConnector connector,
      ConsumerClients clients,
      RabbitMqEndpoint endpoint,
      RabbitMqQueues queues,
      Duration patience,
      HintJson json,
      HintMetrics metrics) {
    this.connector = connector;
    this.clients = clients;
    this.endpoint = endpoint;
    this.queues = queues;
    this.patience = patience;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public synchronized void consume(String pool, int prefetch, Consumer<HintDelivery> receiver) {
    String queue = queues.name(pool);
    use = new BrokerUse("consuming " + queue + " of RabbitMQ at " + endpoint, patience);
    ConsumerWatch watch =
        new ConsumerWatch(connection -> queues.provide(connection, queue), use::up);
    String channel = "errand-hints-" + UUID.randomUUID();
    clients.put(channel, endpoint.options("errand hint source", watch));
    consumption =
        new Consumption(
            queue,
            Multi.createFrom()
                .publisher(connector.getPublisher(attributes(channel, queue, prefetch))),
            watch,
            new HintIntake(json, metrics, receiver),
            use,
            endpoint.longestAttempt());
    metrics.use("consume", this::state);
    consumption.start();
  }

  @Override
  public synchronized void stop() {
    if (consumption != null) {
      consumption.stop();
    }
  }

  @Override
  public BrokerState state() {
    BrokerUse current = use;
    return current == null ? BrokerState.of(false) : current.state();
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
            // Declared by us: SmallRye would insist on its own arguments.
            Map.entry("queue.declare", "false"),
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
