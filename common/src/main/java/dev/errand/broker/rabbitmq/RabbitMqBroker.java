package dev.errand.broker.rabbitmq;

import dev.errand.broker.Broker;
import dev.errand.broker.BrokerKind;
import dev.errand.broker.HintJson;
import dev.errand.broker.HintMetrics;
import dev.errand.broker.HintPublisher;
import dev.errand.broker.HintSource;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqConfig;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoint;
import dev.errand.broker.rabbitmq.endpoint.RabbitMqEndpoints;
import dev.errand.lane.Lane;
import dev.errand.lane.Lanes;
import io.smallrye.reactive.messaging.rabbitmq.RabbitMQConnector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Creates the RabbitMQ adapter. No connection is opened before the first publisher or source is
 * created.
 */
@ApplicationScoped
class RabbitMqBroker implements Broker {

  private final RabbitMqConfig config;
  private final RabbitMqEndpoints endpoints;
  private final Lanes lanes;
  private final RabbitMQConnector connector;
  private final ConsumerClients clients;
  private final HintJson json;
  private final HintMetrics metrics;

  @Inject
  RabbitMqBroker(
      RabbitMqConfig config,
      RabbitMqEndpoints endpoints,
      Lanes lanes,
      @Connector(RabbitMQConnector.CONNECTOR_NAME) RabbitMQConnector connector,
      ConsumerClients clients,
      HintJson json,
      HintMetrics metrics) {
    this.config = config;
    this.endpoints = endpoints;
    this.lanes = lanes;
    this.connector = connector;
    this.clients = clients;
    this.json = json;
    this.metrics = metrics;
  }

  @Override
  public BrokerKind kind() {
    return BrokerKind.RABBITMQ;
  }

  /** Checks the configuration; does not connect. */
  @Override
  public void check() {
    endpoints.configured();
  }

  @Override
  public HintPublisher publisher() {
    return publisher(endpoints.configured(), queues(), pools());
  }

  RabbitMqHintPublisher publisher(
      RabbitMqEndpoint endpoint, RabbitMqQueues queues, List<String> pools) {
    return new RabbitMqHintPublisher(
        new PublisherLink(endpoint, queues, pools, config.unusedAfter()), queues, json, metrics);
  }

  @Override
  public HintSource source() {
    return source(endpoints.configured(), queues());
  }

  RabbitMqHintSource source(RabbitMqEndpoint endpoint, RabbitMqQueues queues) {
    return new RabbitMqHintSource(
        connector, clients, endpoint, queues, config.unusedAfter(), json, metrics);
  }

  private List<String> pools() {
    return lanes.all().stream().map(Lane::pool).distinct().toList();
  }

  private RabbitMqQueues queues() {
    return new RabbitMqQueues(config.queuePrefix());
  }
}
