package dev.errand.broker;

import dev.errand.tls.TlsBuckets;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Makes the endpoint that {@code errand.rabbitmq.*} tells of. */
@ApplicationScoped
class RabbitMqEndpoints {

  private final RabbitMqConfig config;
  private final TlsBuckets buckets;
  private final Vertx vertx;

  @Inject
  RabbitMqEndpoints(RabbitMqConfig config, TlsBuckets buckets, Vertx vertx) {
    this.config = config;
    this.buckets = buckets;
    this.vertx = vertx;
  }

  /**
   * The configured one.
   *
   * @throws IllegalArgumentException where the URL is no such URL
   * @throws IllegalStateException where its TLS can't be had
   */
  RabbitMqEndpoint configured() {
    RabbitMqEndpoint endpoint = RabbitMqEndpoint.of(config.url(), tls());
    if (config.tls().isPresent() && !endpoint.isSecure()) {
      throw new IllegalStateException(
          "errand.rabbitmq.tls is set, but errand.rabbitmq.url is not an amqps URL");
    }
    return endpoint;
  }

  private BrokerTls tls() {
    return config
        .tls()
        .map(name -> BrokerTls.of(buckets.named(name, "errand.rabbitmq.tls"), vertx))
        .orElseGet(() -> BrokerTls.ofJvm(vertx));
  }
}
