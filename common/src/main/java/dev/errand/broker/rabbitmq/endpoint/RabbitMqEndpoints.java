package dev.errand.broker.rabbitmq.endpoint;

import dev.errand.process.TlsBuckets;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates the endpoint that {@code errand.rabbitmq.*} configures. */
@ApplicationScoped
public class RabbitMqEndpoints {

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
   * @throws ConfigurationException if the URL is invalid or its TLS configuration is unusable
   */
  public RabbitMqEndpoint configured() {
    RabbitMqUrl url = url();
    if (config.tls().isPresent() && !url.secure()) {
      throw new ConfigurationException(
          "errand.rabbitmq.tls is set, but errand.rabbitmq.url does not begin with amqps://: change"
              + " one of them");
    }
    return new RabbitMqEndpoint(url, tls());
  }

  private RabbitMqUrl url() {
    try {
      return RabbitMqUrl.parse(config.url());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("errand.rabbitmq.url " + e.getMessage());
    }
  }

  private BrokerTls tls() {
    return config
        .tls()
        .map(name -> BrokerTls.of(buckets.named(name, "errand.rabbitmq.tls"), vertx))
        .orElseGet(() -> BrokerTls.ofJvm(vertx));
  }
}
