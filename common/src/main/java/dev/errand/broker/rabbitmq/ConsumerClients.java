package dev.errand.broker.rabbitmq;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/** Gives SmallRye's RabbitMQ clients the options that Errand prepared for them, by channel. */
@ApplicationScoped
class ConsumerClients implements ClientCustomizer<RabbitMQOptions> {

  private final Map<String, RabbitMQOptions> byChannel = new ConcurrentHashMap<>();

  /** Must be called before SmallRye creates the channel's client. */
  void put(String channel, RabbitMQOptions options) {
    byChannel.put(channel, options);
  }

  @Override
  public RabbitMQOptions customize(String channel, Config ignored, RabbitMQOptions options) {
    return byChannel.getOrDefault(channel, options);
  }
}
