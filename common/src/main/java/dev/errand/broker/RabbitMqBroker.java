package dev.errand.broker;

import io.smallrye.reactive.messaging.rabbitmq.RabbitMQConnector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/** Makes the RabbitMQ adapter. Nothing connects before the first is made. */
@ApplicationScoped
class RabbitMqBroker {

  private final RabbitMqConfig config;
  private final RabbitMqEndpoints endpoints;
  private final RabbitMQConnector connector;
  private final ConsumerClients clients;
  private final HintJson json;
  private final HintMetrics metrics;

  @Inject
  RabbitMqBroker(
      RabbitMqConfig config,
      RabbitMqEndpoints endpoints,
      @Connector(RabbitMQConnector.CONNECTOR_NAME) RabbitMQConnector connector,
      ConsumerClients clients,
      HintJson json,
      HintMetrics metrics) {
    this.config = config;
    this.endpoints = endpoints;
    this.connector = connector;
    this.clients = clients;
    this.json = json;
    this.metrics = metrics;
  }

  RabbitMqHintPublisher publisher() {
    return publisher(endpoints.configured(), queues());
  }

  RabbitMqHintPublisher publisher(RabbitMqEndpoint endpoint, RabbitMqQueues queues) {
    return new RabbitMqHintPublisher(endpoint, queues, json, metrics);
  }

  RabbitMqHintSource source() {
    return source(endpoints.configured(), queues());
  }

  RabbitMqHintSource source(RabbitMqEndpoint endpoint, RabbitMqQueues queues) {
    return new RabbitMqHintSource(connector, clients, endpoint, queues, json, metrics);
  }

  private RabbitMqQueues queues() {
    return new RabbitMqQueues(config.queuePrefix());
  }
}
