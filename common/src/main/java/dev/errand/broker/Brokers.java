package dev.errand.broker;

import dev.errand.telemetry.LogLine;
import dev.errand.telemetry.Tracing;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Chooses the broker when the process starts; the process exits if {@code errand.broker} is
 * invalid.
 */
@Startup
@Singleton
class Brokers {

  private static final Logger LOG = Logger.getLogger(Brokers.class);
  private static final String RABBITMQ_URL = "errand.rabbitmq.url";

  private final Broker broker;
  private final Tracing tracing;

  /**
   * @param kind not from a config mapping, whose prefix would cover all other keys of Errand
   * @param rabbitMqUrl the configured value, or the mapping's default
   */
  @Inject
  Brokers(
      @ConfigProperty(name = "errand.broker", defaultValue = "postgres") String kind,
      @ConfigProperty(name = RABBITMQ_URL) ConfigValue rabbitMqUrl,
      @All List<Broker> adapters,
      Tracing tracing) {
    this.tracing = tracing;
    this.broker = of(BrokerKind.of(kind), adapters);
    broker.check();
    if (broker.kind() != BrokerKind.RABBITMQ && isSet(rabbitMqUrl)) {
      LOG.warn(
          LogLine.event("rabbitmq_not_used")
              .with("set", RABBITMQ_URL)
              .with("errand.broker", broker.kind().text())
              .next("set errand.broker=rabbitmq to use RabbitMQ"));
    }
  }

  private static Broker of(BrokerKind kind, List<Broker> adapters) {
    return adapters.stream()
        .filter(adapter -> adapter.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no adapter for " + kind));
  }

  /** Defaults come from the config source with the lowest ordinal. */
  private static boolean isSet(ConfigValue value) {
    return value.getValue() != null && value.getSourceOrdinal() > Integer.MIN_VALUE;
  }

  @Produces
  @ApplicationScoped
  HintPublisher publisher() {
    return tracing.isOn()
        ? new TracedHintPublisher(broker.publisher(), broker.kind(), tracing)
        : broker.publisher();
  }

  @Produces
  @ApplicationScoped
  HintSource source() {
    return tracing.isOn()
        ? new TracedHintSource(broker.source(), broker.kind(), tracing)
        : broker.source();
  }

  void close(@Disposes HintPublisher publisher) {
    publisher.close();
  }

  void stop(@Disposes HintSource source) {
    source.stop();
  }
}
