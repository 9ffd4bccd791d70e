package dev.errand.broker;

import dev.errand.telemetry.LogLine;
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

/** Chooses the broker when the process starts, which a bad {@code errand.broker} ends. */
@Startup
@Singleton
class Brokers {

  private static final Logger LOG = Logger.getLogger(Brokers.class);
  private static final String RABBITMQ_URL = "errand.rabbitmq.url";

  private final Broker broker;

  /**
   * @param kind not from a mapping: its prefix would be that of every other key of Errand's
   * @param rabbitMqUrl what somebody has set, or the mapping's default
   */
  @Inject
  Brokers(
      @ConfigProperty(name = "errand.broker", defaultValue = "postgres") String kind,
      @ConfigProperty(name = RABBITMQ_URL) ConfigValue rabbitMqUrl,
      @All List<Broker> adapters) {
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

  /** Defaults come from the source with the lowest ordinal that there is. */
  private static boolean isSet(ConfigValue value) {
    return value.getValue() != null && value.getSourceOrdinal() > Integer.MIN_VALUE;
  }

  @Produces
  @ApplicationScoped
  HintPublisher publisher() {
    return broker.publisher();
  }

  @Produces
  @ApplicationScoped
  HintSource source() {
    return broker.source();
  }

  void close(@Disposes HintPublisher publisher) {
    publisher.close();
  }

  void stop(@Disposes HintSource source) {
    source.stop();
  }
}
