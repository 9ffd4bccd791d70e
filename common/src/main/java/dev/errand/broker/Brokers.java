package dev.errand.broker;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Chooses the broker when the process starts, which a bad {@code errand.broker} ends. */
@Startup
@Singleton
class Brokers {

  private final BrokerKind kind;
  private final PostgresBroker postgres;
  private final RabbitMqBroker rabbitMq;

  /**
   * @param kind not from a mapping: its prefix would be that of every other key of Errand's
   */
  @Inject
  Brokers(
      @ConfigProperty(name = "errand.broker", defaultValue = "postgres") String kind,
      PostgresBroker postgres,
      RabbitMqBroker rabbitMq) {
    this.kind = BrokerKind.of(kind);
    this.postgres = postgres;
    this.rabbitMq = rabbitMq;
  }

  @Produces
  @ApplicationScoped
  HintPublisher publisher() {
    return switch (kind) {
      case POSTGRES -> postgres.publisher();
      case RABBITMQ -> rabbitMq.publisher();
    };
  }

  @Produces
  @ApplicationScoped
  HintSource source() {
    return switch (kind) {
      case POSTGRES -> postgres.source();
      case RABBITMQ -> rabbitMq.source();
    };
  }

  void close(@Disposes HintPublisher publisher) {
    if (publisher instanceof RabbitMqHintPublisher rabbitMqPublisher) {
      rabbitMqPublisher.close();
    }
  }

  void stop(@Disposes HintSource source) {
    source.stop();
  }
}
